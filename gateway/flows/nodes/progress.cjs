// `call-button progress`: says of a call or a notice that it was accepted, answered, dispatched or closed.
'use strict';
const { progress } = require('../child/bridge.cjs');

/** Of a message that came from an event node, or one that names the call by itself. */
function subjectOf({ call_id, callId, event_id, delivery, payload }) {
  return {
    call_id: call_id ?? callId ?? payload?.call_id ?? payload?.data?.call_id,
    event_id: event_id ?? (payload?.specversion === undefined ? undefined : payload.id),
    delivery,
  };
}

module.exports = (RED) => {
  function CallButtonProgress(config) {
    RED.nodes.createNode(this, config);
    this.on('input', async (message, send, done) => {
      const stage = config.stage === 'message' ? message.stage : config.stage;
      try {
        message.progress = await progress(stage, subjectOf(message));
        this.status({ fill: 'green', shape: 'dot', text: `progress.stage.${stage}` });
        send(message);
        done();
      } catch (error) {
        this.status({ fill: 'red', shape: 'ring', text: error.code });
        done(error);
      }
    });
  }
  RED.nodes.registerType('call-button progress', CallButtonProgress);
};
