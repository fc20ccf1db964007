// Where the firmware's sources lie, where its build goes, and the one list of a board's scripts.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const ENTRIES = join(ROOT, 'firmware/src/espruino');

/** Where the build goes, and the list of what to write to a board. */
export const OUTPUT_FOLDER = 'firmware/dist';
export const MANIFEST = `${OUTPUT_FOLDER}/scripts.json`;

export interface ScriptSource {
  /** Its name in the image, or in the board's Storage. */
  readonly file: string;
  readonly entry: string;
  readonly output: string;
  /** What loads it, for people. */
  readonly use: string;
}

function script(file: string, entry: string, output: string, use: string): ScriptSource {
  return { file, entry: join(ENTRIES, entry), output: `${OUTPUT_FOLDER}/${output}`, use };
}

/**
 * Every script of an image, in the order in which they are built and lie in it: the first one gives the names, and is
 * what the loader runs.
 */
export const SCRIPTS: readonly [ScriptSource, ...ScriptSource[]] = [
  script('main', 'main.ts', 'call-button.js', 'runs all the time'),
  script('cbstart', 'start-entry.ts', 'cbstart.js', 'loaded at a start'),
  script('cbservice', 'service-entry.ts', 'cbservice.js', 'loaded for instructions'),
  script('cboffer', 'offer-entry.ts', 'cboffer.js', 'loaded for the offer of an update'),
  script('cbchunk', 'chunk-entry.ts', 'cbchunk.js', 'loaded for a chunk of an update'),
  script('cbfinish', 'finish-entry.ts', 'cbfinish.js', 'loaded for the end of an update'),
  script('cbupdate', 'update-entry.ts', 'cbupdate.js', 'loaded to go back, and for a proof'),
  script('cbconsole', 'console-entry.ts', 'cbconsole.js', 'loaded for a line of the console'),
  script('cbproof', 'console-proof-entry.ts', 'cbproof.js', 'loaded for auth'),
  script('cbdraft', 'console-draft-entry.ts', 'cbdraft.js', 'loaded for set and get'),
  script('cbcheck', 'console-check-entry.ts', 'cbcheck.js', 'loaded for check and commit'),
  script('cbwrite', 'console-write-entry.ts', 'cbwrite.js', 'loaded for commit and reset'),
  script('cbtest', 'console-test-entry.ts', 'cbtest.js', 'loaded for test'),
  script('cbboard', 'console-board-entry.ts', 'cbboard.js', 'loaded for board and prompt'),
  script('cbslots', 'console-slots-entry.ts', 'cbslots.js', 'loaded for slots and back'),
];

/** What a board starts with: it chooses the slot whose scripts run. */
export const LOADER: ScriptSource = script(
  '.bootcde',
  'loader.ts',
  'loader.js',
  'starts the scripts of a slot',
);

/** Everything that runs on the board: the firmware and the device's half of the protocol. */
export function boardSources(): string[] {
  return typescript().filter((name) => !name.endsWith('.d.ts'));
}

/** What the interpreter, its modules and its files call things. */
export function boardDeclarations(): string[] {
  return typescript().filter((name) => name.endsWith('.d.ts'));
}

function typescript(): string[] {
  return [join(ROOT, 'firmware/src'), join(ROOT, 'protocol/device')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => join(folder, name)),
  );
}
