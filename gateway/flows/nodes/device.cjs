// `call-button device`: the state of a device, and the orders that a flow may give it.
'use strict';
const { device } = require('../child/bridge.cjs');

const idOf = ({ device_id, deviceId, payload }) =>
  device_id ?? deviceId ?? payload?.device_id ?? payload?.data?.device_id;

module.exports = (RED) => {
  function CallButtonDevice(config) {
    RED.nodes.createNode(this, config);
    this.on('input', async (message, send, done) => {
      const action = config.action === 'message' ? message.action : config.action;
      const seconds = message.seconds ?? Number(config.seconds || 30);
      try {
        message.payload = await device(action, config.device || idOf(message), seconds);
        this.status({ fill: 'green', shape: 'dot', text: `device.action.${action}` });
        send(message);
        done();
      } catch (error) {
        this.status({ fill: 'red', shape: 'ring', text: error.code });
        done(error);
      }
    });
  }
  RED.nodes.registerType('call-button device', CallButtonDevice);
};
