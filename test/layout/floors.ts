// Who may import what: the floors of DESIGN.md, sections 5 to 7 and 9, as one pure function.
import type { Import } from './imports.ts';

/** What the adapters of the gateway may import besides domain and protocol, and why. */
export const ADAPTERS: Record<string, readonly string[]> = {
  // A press and the platform's report are handed on inwards, to the life of calls.
  intake: ['gateway/dispatch/'],
  // The HTTP listener hands reports on, and counts what it refuses where intake does.
  ops: ['gateway/dispatch/', 'gateway/intake/refusals.ts'],
  // Files of people are read, and their mistakes told, in one way.
  provisioning: [
    ...['gateway/ops/files.ts', 'gateway/ops/issues.ts', 'gateway/ops/yaml.ts'],
    'gateway/admin/wire.ts',
  ],
  // The configuration is mapped to the options of the parts, and checked with the files that it names.
  config: [
    ...['gateway/ops/', 'gateway/provisioning/', 'gateway/intake/options.ts'],
    ...['gateway/registry/master-key.ts', 'gateway/registry/look.ts'],
    ...['events', 'message', 'sentence'].map((name) => `gateway/destinations/sia/${name}.ts`),
    ...['gateway/flows/password.ts', 'gateway/flows/node-red.ts'],
  ],
  // A flow gets the event that a webhook gets.
  flows: ['gateway/destinations/event.ts'],
  // Makes the package, and is not part of it.
  build: [],
  // The admin API answers for the registry and the administration; its client shares the bodies.
  admin: [
    'gateway/administration/',
    'gateway/ops/',
    'gateway/dispatch/',
    'gateway/intake/refusals.ts',
  ],
  // The registry's LevelDB mends itself as the journal's does, and its files are as whole.
  registry: [
    'gateway/ops/',
    ...['recovering-level', 'pages', 'admin/disk', 'admin/rows'].map(
      (name) => `gateway/journal/${name}.ts`,
    ),
  ],
  administration: [],
  journal: [],
  supervision: [],
  dispatch: [],
  destinations: [],
};

/** The files that build everything from its parts. */
export const GATEWAY_ROOT = [
  ...['main', 'ports', 'command', 'config', 'bin', 'journal-command', 'device-command'],
  ...[
    'registry-command',
    'provision-command',
    'test-route-command',
    'version',
    'office',
    'outlets',
  ],
].map((name) => `gateway/${name}.ts`);

/** The one file that may load the simulator, and only dynamically. */
const BIN = 'gateway/bin.ts';

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

function breaksGateway({ from, to, kind, dynamic }: Import): boolean {
  const isOf = (...folders: string[]) => folders.some((folder) => to.startsWith(folder));
  if (kind === 'ours' && !isOf('gateway/', 'protocol/')) {
    return !(from === BIN && dynamic && isOf('simulator/'));
  }
  if (from.startsWith('gateway/domain/')) {
    return kind !== 'ours' || !isOf('gateway/domain/', 'protocol/');
  }
  if (GATEWAY_ROOT.includes(from)) return false;
  const folder = from.split('/')[1] as string;
  const allowed = ADAPTERS[folder];
  if (allowed === undefined) return true;
  return kind === 'ours' && !isOf('gateway/domain/', 'protocol/', `gateway/${folder}/`, ...allowed);
}

/** The imports that go up a floor, or into a room that is not theirs. */
export function brokenFloors(imports: readonly Import[]): string[] {
  const rules: Record<string, (one: Import) => boolean> = {
    protocol: breaksProtocol,
    firmware: breaksFirmware,
    gateway: breaksGateway,
    simulator: ({ to, kind }) => kind === 'ours' && to.startsWith('test/'),
  };
  return imports
    .filter((one) => rules[one.from.split('/')[0] as string]?.(one) ?? false)
    .map(({ from, to }) => `${from} imports ${to}`);
}
