// The process of the flows: runs Node-RED and nothing else. Forked by the gateway, which kills it when it must.
'use strict';
const net = require('node:net');
const bridge = require('./bridge.cjs');
const line = require('./line.cjs');
const { tellMissing } = require('./missing.cjs');
const { settingsOf } = require('./settings.cjs');

/** Sockets in the file system are doors of this machine, such as the gateway's own: no flow goes through them. */
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const isPath = typeof options === 'string' && Number.isNaN(Number(options));
  if (isPath || options?.path) throw new Error('a flow may not use sockets of this machine');
  return connect.apply(this, args);
};

let red;

async function start(message) {
  red = require(message.nodeRed);
  const { editor } = message;
  const serve = (request, response) => red.httpAdmin(request, response);
  const server =
    editor?.cert === undefined
      ? require('node:http').createServer(serve)
      : require('node:https').createServer({ cert: editor.cert, key: editor.key }, serve);
  red.init(server, settingsOf(message, bridge.ask, red));
  tellMissing(red);
  await red.start();
  const port = editor === undefined ? undefined : await open(server, editor);
  line.tell({ tell: 'ready', ...(port === undefined ? {} : { port }) });
}

/** Flows run without the editor too: when its port is taken, that is told and no more. */
function open(server, { host, port }) {
  return new Promise((resolve) => {
    server.once('error', ({ code }) => {
      line.tell({ tell: 'no_editor', reason: String(code) });
      resolve(undefined);
    });
    server.listen(port, host, () => resolve(server.address().port));
  });
}

async function stop() {
  await red?.stop();
  process.exit(0);
}

line.listen((message) => {
  switch (message.tell) {
    case 'start':
      return void start(message);
    case 'ping':
      line.tell({ tell: 'pong' });
      return line.flush();
    case 'deliver':
      return bridge.take(message);
    case 'answer':
      return bridge.answered(message);
    case 'stop':
      return void stop();
  }
});
