// The line to the gateway: one JSON array of messages per line on descriptor 3, what is told in one turn together.
'use strict';
const { Socket } = require('node:net');

const socket = new Socket({ fd: 3, readable: true, writable: true });
let waiting = [];

/** Sends a message of `messages.ts`, with all others of this turn. */
function tell(message) {
  waiting.push(message);
  if (waiting.length === 1) setImmediate(flush);
}

function flush() {
  const batch = waiting;
  waiting = [];
  if (batch.length > 0) socket.write(`${JSON.stringify(batch)}\n`);
}

/** Calls `take` with each message of the gateway. Without a gateway there is nothing to live for. */
function listen(take) {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) for (const message of JSON.parse(line)) take(message);
  });
  socket.on('error', () => process.exit(0));
  socket.on('close', () => process.exit(0));
}

module.exports = { flush, listen, tell };
