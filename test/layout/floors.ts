// Who may import what: the floors that docs/architecture.md describes, as one pure function.
import type { Import } from './imports.ts';

/**
 * What each room of the gateway may import besides domain, messages and protocol, and why. A press walks down this list,
 * and its news walk back up.
 */
export const ROOMS: Record<string, readonly string[]> = {
  // The commands: they start everything, and ask everybody.
  cli: ['gateway/'],
  // The configuration is mapped to the options of the parts, and checked with the files that it names.
  config: [
    'gateway/system/',
    'gateway/registry/',
    'gateway/management/socket-server.ts',
    'gateway/device-link/options.ts',
    'gateway/destinations/sia/events.ts',
    'gateway/destinations/sia/message.ts',
    'gateway/destinations/sia/sentence.ts',
    'gateway/flows/node-red.ts',
  ],
  // Answers for the registry, the devices and the routes, over HTTP and over the local socket.
  management: [
    'gateway/device-commands/',
    'gateway/updates/',
    'gateway/registry/',
    'gateway/delivery/',
    'gateway/device-link/refusals.ts',
    'gateway/config/',
    'gateway/system/',
    'gateway/ports.ts',
  ],
  // Files of people are read, and their mistakes told, in one way; its client shares the bodies of the API, and how
  // one request is made of it.
  provisioning: [
    'gateway/system/',
    'gateway/registry/',
    'gateway/management/wire.ts',
    'gateway/management/exchange.ts',
  ],
  // Its LevelDB mends itself as the journal's does, and its files are as whole.
  registry: [
    'gateway/system/',
    'gateway/journal/recovering-level.ts',
    'gateway/journal/level-folder.ts',
    'gateway/journal/pages.ts',
    'gateway/journal/tools/rows.ts',
    'gateway/management/socket-client.ts',
  ],
  // The platform's way back: its reports go inwards, to the life of calls.
  reports: [
    'gateway/calls/',
    'gateway/device-link/refusals.ts',
    'gateway/monitoring/health.ts',
    'gateway/system/',
  ],
  // A platform like any other: it knows what events look like, how they are signed, how one request is made of the
  // admin API, and nothing of the gateway.
  desk: [
    'gateway/destinations/events/schemas.ts',
    'gateway/management/exchange.ts',
    'gateway/reports/signature.ts',
    'gateway/registry/master-key.ts',
    'gateway/system/',
  ],
  // Starts and watches the desk, in whose process alone the desk's own code runs, and speaks to it as to any webhook.
  'own-desk': [
    'gateway/desk/run.ts',
    'gateway/desk/leader-notice.ts',
    'gateway/desk/light-shapes.ts',
    'gateway/desk/upkeep/retention.ts',
    'gateway/destinations/webhook.ts',
    'gateway/registry/master-key.ts',
    'gateway/system/',
  ],
  monitoring: ['gateway/calls/', 'gateway/system/'],
  // A press is handed on inwards, to the life of calls.
  'device-link': ['gateway/calls/', 'gateway/system/'],
  calls: ['gateway/delivery/', 'gateway/system/'],
  // What a destination does with a press is heard by the life of calls, as an event.
  delivery: ['gateway/system/'],
  // The registry of destinations exchanges them when the configuration changes.
  destinations: ['gateway/config/', 'gateway/ports.ts', 'gateway/system/'],
  // A flow gets the event that a webhook gets.
  flows: ['gateway/destinations/event.ts', 'gateway/system/'],
  'device-commands': ['gateway/system/'],
  updates: ['gateway/system/'],
  supervision: [],
  journal: ['gateway/system/'],
  // The catalogue of every sentence that a person reads. Data alone: it knows nobody, and anybody may name a sentence.
  messages: [],
  system: [],
  // Makes the package, and is not part of it.
  build: [],
};

/** The files that build everything from its parts. */
export const GATEWAY_ROOT = ['gateway/main.ts', 'gateway/ports.ts'];

/** The one file that may load the simulator, and only dynamically. */
const BIN = 'gateway/cli/bin.ts';

function breaksProtocol({ from, to, kind }: Import): boolean {
  // The device's half runs on Espruino: it has neither Node nor packages.
  return kind === 'ours' ? !to.startsWith('protocol/') : from.startsWith('protocol/device/');
}

function breaksFirmware({ from, to, kind }: Import): boolean {
  const runsOnTheBoard = from.startsWith('firmware/src/');
  if (kind !== 'ours') return runsOnTheBoard;
  if (runsOnTheBoard && to.startsWith('firmware/host/')) return true;
  return !to.startsWith('firmware/') && !to.startsWith('protocol/');
}

/** Of the desk's pages: the files beside them that run in a browser too, as they know neither Node nor a database. */
const SHARED_WITH_PAGES = /^gateway\/(desk\/(call-record|.*\bshapes)|domain\/press)\.ts$/;

/** The pages run in a browser: they get everything else over HTTP. Nobody imports them. */
function breaksPages({ from, to, kind }: Import): boolean {
  const isPage = (file: string) => file.startsWith('gateway/desk/page/');
  if (!isPage(from)) return isPage(to);
  if (kind !== 'ours') return kind === 'node';
  return !isPage(to) && !SHARED_WITH_PAGES.test(to);
}

function breaksGateway(imported: Import): boolean {
  const { from, to, kind, dynamic } = imported;
  if (breaksPages(imported)) return true;
  const isOf = (...folders: string[]) => folders.some((folder) => to.startsWith(folder));
  if (kind === 'ours' && !isOf('gateway/', 'protocol/')) {
    return !(from === BIN && dynamic && isOf('simulator/'));
  }
  if (from.startsWith('gateway/domain/')) {
    return kind !== 'ours' || !isOf('gateway/domain/', 'gateway/messages/', 'protocol/');
  }
  if (GATEWAY_ROOT.includes(from)) return false;
  const folder = from.split('/')[1] as string;
  const allowed = ROOMS[folder];
  if (allowed === undefined) return true;
  if (folder === 'messages') return !isOf('gateway/messages/');
  const isEverybodys = isOf('gateway/domain/', 'gateway/messages/', 'protocol/');
  return kind === 'ours' && !isEverybodys && !isOf(`gateway/${folder}/`, ...allowed);
}

/** The imports that go up a floor, or into a room that is not theirs. */
export function brokenFloors(imports: readonly Import[]): string[] {
  const rules: Record<string, (imported: Import) => boolean> = {
    protocol: breaksProtocol,
    firmware: breaksFirmware,
    gateway: breaksGateway,
    simulator: ({ to, kind }) => kind === 'ours' && to.startsWith('test/'),
  };
  return imports
    .filter((imported) => rules[imported.from.split('/')[0] as string]?.(imported) ?? false)
    .map(({ from, to }) => `${from} imports ${to}`);
}
