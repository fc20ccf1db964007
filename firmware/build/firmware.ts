// Builds the firmware's scripts: checks the sources, bundles, compresses, checks the result and its size.
import { FIRMWARE_VERSION } from '../src/core/settings.ts';
import { bundle } from './bundle.ts';
import { compress, type NameCache } from './compress.ts';
import { forgetting } from './forget.ts';
import { checkBundle, checkSource } from './language/check.ts';
import { type Finding, printFinding } from './language/rule.ts';
import { ownNames } from './own-names.ts';
import { boardDeclarations, boardSources, LOADER, SCRIPTS, type ScriptSource } from './sources.ts';

/**
 * Maximum size of one script, in bytes. They cost no memory, because a script runs where it is stored; but Storage holds
 * all of them beside the settings.
 */
export const MAX_SCRIPT_BYTES = 40 * 1024;

export interface Script {
  /** JavaScript in ASCII, to be written to the board as it is. */
  readonly code: string;
  readonly bytes: number;
}

/** A script with its place. */
export interface BoardScript extends Script, ScriptSource {}

export interface Firmware {
  /** Runs all the time. */
  readonly main: BoardScript;
  /** All of an image, in the order of SCRIPTS. */
  readonly scripts: readonly BoardScript[];
  /** `.bootcde`: starts the scripts of a slot. */
  readonly loader: BoardScript;
  /** What the device reports. */
  readonly version: string;
}

/** Maximum size of the loader in bytes: it is never updated from afar, so it stays small enough to be read. */
export const MAX_LOADER_BYTES = 2_560;

/**
 * Runs the main script at the root, where its definitions take no memory, and in no block: what is declared there would
 * end with it. A throw leaves the timer, which begins anew.
 */
const LOADER_END =
  'var cbBoot=cbMain?setTimeout(function(){E.reboot()},10000):0;' +
  'if(cbMain)eval(cbMain);' +
  'if(cbBoot)clearTimeout(cbBoot);' +
  'delete global.cbBoot;delete global.cbMain;';

export interface ScriptOptions {
  readonly entry: string;
  /** Files for the language check, and whose property names may be shortened. */
  readonly sources: readonly string[];
  /** What the interpreter and files call things: these names stay. */
  readonly declarations?: readonly string[];
  /** Names the script in messages. */
  readonly name?: string;
  readonly maxBytes?: number;
  /** Loaded by `require`, where it gives what the entry provides. */
  readonly isModule?: boolean;
  /** For tests: everything keeps its name. */
  readonly keepsNames?: boolean;
  /** Stands in the scripts in place of FIRMWARE_VERSION. */
  readonly version?: string | undefined;
  /** Short names that other scripts of the same board have given. Is added to. */
  readonly names?: NameCache;
}

/** The build stopped; the message says why, one finding a line. */
export class FirmwareError extends Error {
  readonly findings: readonly Finding[];

  constructor(message: string, findings: readonly Finding[] = []) {
    super([message, ...findings.map(printFinding)].join('\n'));
    this.name = 'FirmwareError';
    this.findings = findings;
  }
}

/**
 * All scripts. `keepsNames` and `version`: see ScriptOptions. Throws FirmwareError for findings or size, and esbuild's
 * BuildFailure for what can't be bundled.
 */
export async function buildFirmware(keepsNames = false, version?: string): Promise<Firmware> {
  const sources = boardSources();
  const declarations = boardDeclarations();
  // The scripts of one board must agree on the names of properties: the first one chooses them.
  const names: NameCache = {};
  const [first, ...otherScripts] = SCRIPTS;
  const build = async (source: ScriptSource): Promise<BoardScript> => {
    const isMain = source === first;
    const built = await buildScript({
      entry: source.entry,
      name: source.output,
      sources,
      declarations,
      names,
      isModule: !isMain,
      keepsNames,
      version,
    });
    return { ...source, code: built.code, bytes: built.bytes };
  };
  const main = await build(first);
  const scripts = [main];
  for (const source of otherScripts) scripts.push(await build(source));
  const loader = await buildLoader();
  return { main, scripts, loader, version: version ?? FIRMWARE_VERSION };
}

/** In a function of its own, so that nothing of it stays. Throws as `buildFirmware` does. */
async function buildLoader(): Promise<BoardScript> {
  const plain = await bundle(LOADER.entry);
  const names = ownNames([...boardSources(), ...boardDeclarations()]);
  const code = `(function(){${await compress(plain, names)}})();${LOADER_END}`;
  refuse('The loader uses what the interpreter does not run:', checkBundle(code, LOADER.output));
  const bytes = Buffer.byteLength(code);
  if (bytes > MAX_LOADER_BYTES) {
    throw new FirmwareError(`the loader has ${bytes} bytes, more than ${MAX_LOADER_BYTES}`);
  }
  return { ...LOADER, code, bytes };
}

/** One script. Throws as `buildFirmware` does. */
export async function buildScript(options: ScriptOptions): Promise<Script> {
  const {
    entry,
    sources,
    declarations = [],
    name = SCRIPTS[0].output,
    isModule = false,
    keepsNames = false,
  } = options;
  // What keeps its names goes to no board, and what has names by now has been checked.
  if (!keepsNames && options.names?.props === undefined)
    refuse('The sources use what the interpreter does not run:', checkSource(sources));
  const plain = await bundle(entry, isModule, options.version);
  const script = await compress(
    plain,
    ownNames([...sources, ...declarations]),
    options.names,
    keepsNames,
  );
  const code = isModule ? script : script + forgetting(script);
  const findings = checkBundle(code, name);
  refuse('The bundle uses what the interpreter does not run:', findings);
  const bytes = Buffer.byteLength(code);
  const { maxBytes = MAX_SCRIPT_BYTES } = options;
  if (bytes > maxBytes && !keepsNames) {
    throw new FirmwareError(
      `${name} has ${bytes} bytes, and Storage has room for ${maxBytes}: make the script smaller`,
    );
  }
  return { code, bytes };
}

function refuse(message: string, findings: readonly Finding[]): void {
  if (findings.length > 0) throw new FirmwareError(message, findings);
}
