// `call-button event`: every press, notice and test that is routed to the flow, as a message.
'use strict';
const { onEvent } = require('../child/bridge.cjs');

/** A missed deadline has the key of its press. */
const isPress = ({ type }) => type === 'callbutton.press.v1';

const KINDS = {
  all: () => true,
  presses: isPress,
  red: (event) => isPress(event) && event.data.key === 'red',
  green: (event) => isPress(event) && event.data.key === 'green',
  notices: (event) => !isPress(event),
};

const TESTS = {
  all: () => true,
  real: ({ test }) => !test,
  tests: ({ test }) => test,
};

/** What flows want to know without looking into the CloudEvent, which is the payload. */
function messageOf({ id, event, destination }) {
  const { call_id, key, group, device_id, test } = event.data;
  return {
    payload: event,
    topic: event.type,

    event_id: event.id,
    delivery: id,
    call_id,
    device_id,
    key,
    group,
    destination,
    test: test === true,
  };
}

module.exports = (RED) => {
  function CallButtonEvent(config) {
    RED.nodes.createNode(this, config);
    const isKind = KINDS[config.what] ?? KINDS.all;
    const isTest = TESTS[config.tests] ?? TESTS.all;
    const group = (config.group ?? '').trim();
    const wants = ({ event }) =>
      isKind(event) && isTest(event.data) && (group === '' || event.data.group === group);
    let count = 0;
    const end = onEvent(wants, (delivery) => {
      count += 1;
      this.status({ fill: 'green', shape: 'dot', text: String(count) });
      this.send(messageOf(delivery));
    });
    this.status({ fill: 'grey', shape: 'ring', text: 'event.status.waiting' });
    this.on('close', end);
  }
  RED.nodes.registerType('call-button event', CallButtonEvent);
};
