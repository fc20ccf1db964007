// What the nodes of the palette know of the gateway: events that come, and what they may ask.
'use strict';
const line = require('./line.cjs');

const listeners = new Set();
const asked = new Map();
let lastId = 0;

/** `take` gets every event that `wants` says true of. Returns how to end that. */
function onEvent(wants, take) {
  const listener = { wants, take };
  listeners.add(listener);
  countListeners();
  return () => {
    listeners.delete(listener);
    isOneGone = true;
    countListeners();
  };
}

let isCounting = false;
let isOneGone = false;
/** A deployment takes nodes away and brings them back: only what is left of it counts. */
function countListeners() {
  if (isCounting) return;
  isCounting = true;
  setImmediate(() => {
    isCounting = false;
    line.tell({ tell: 'listeners', count: listeners.size, anew: isOneGone });
    isOneGone = false;
  });
}

/** Hands one delivery on; tells when no node wants it, so that nobody waits for an answer. */
function take(delivery) {
  const wanting = [...listeners].filter(({ wants }) => wants(delivery));
  if (wanting.length === 0) line.tell({ tell: 'unwanted', id: delivery.id });
  for (const listener of wanting) listener.take(delivery);
}

/** Asks the gateway. Rejects with an error that has its `code`. */
function ask(what, fields) {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    asked.set(id, { resolve, reject });
    line.tell({ tell: 'ask', id, what, ...fields });
  });
}

function answered({ id, value, code, message }) {
  const { resolve, reject } = asked.get(id) ?? {};
  asked.delete(id);
  if (code === undefined) resolve?.(value);
  else reject?.(Object.assign(new Error(`${message} (${code})`), { code }));
}

/** `stage`: accepted, received, refused, answered, dispatched or closed; of `call_id`, `event_id` and `delivery`. */
const progress = (stage, subject) => ask('progress', { stage, ...subject });

/** `action`: state, locate, self_test or reboot. */
const device = (action, deviceId, seconds) =>
  ask('device', { action, device_id: deviceId, seconds });

module.exports = { answered, ask, device, onEvent, progress, take };
