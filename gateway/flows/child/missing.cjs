// Tells the gateway which node types are missing, and where: while one is, Node-RED starts no flow, whatever its tab.
'use strict';
const line = require('./line.cjs');

/** Somebody is to read them. */
const MAX_NODES = 5;
const MAX_LENGTH = 64;

const short = (text) => String(text ?? '').slice(0, MAX_LENGTH);

/** From now on, whenever flows are started. `red` is Node-RED. */
function tellMissing(red) {
  red.events.on('runtime-event', ({ id, payload }) => {
    if (id !== 'runtime-state' || payload?.error !== 'missing-types') return;
    void nodesOf(red, payload.types).then((nodes) => line.tell({ tell: 'missing', nodes }));
  });
  red.events.on('flows:started', () => line.tell({ tell: 'missing', nodes: [] }));
}

/** One node of each type, with the name of its tab or subflow; a configuration node has none. */
async function nodesOf(red, types) {
  const { flows } = await red.runtime.flows.getFlows({});
  return types.slice(0, MAX_NODES).map((type) => {
    const node = flows.find((candidate) => candidate.type === type);
    const tab = flows.find(({ id }) => id === node?.z);
    return { type: short(type), tab: short(tab?.label ?? tab?.name ?? node?.z) };
  });
}

module.exports = { tellMissing };
