// Builds the firmware's scripts: checks the sources, bundles, compresses, checks the result and its size.
import { bundle } from './bundle.ts';
import { compress, type NameCache } from './compress.ts';
import { forgetting } from './forget.ts';
import { checkBundle, checkSource } from './language/check.ts';
import { type Finding, printFinding } from './language/rule.ts';
import { ownNames } from './own-names.ts';
import { boardDeclarations, boardSources, SCRIPTS, type ScriptSource } from './sources.ts';

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
  /** `.bootcde`: runs all the time. */
  readonly main: BoardScript;
  /** All of a board, in the order of SCRIPTS. */
  readonly scripts: readonly BoardScript[];
}

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

/** All scripts. `keepsNames`: see ScriptOptions. Throws FirmwareError for findings or size, and esbuild's BuildFailure for what can't be bundled. */
export async function buildFirmware(keepsNames = false): Promise<Firmware> {
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
    });
    return { ...source, code: built.code, bytes: built.bytes };
  };
  const main = await build(first);
  const scripts = [main];
  for (const source of otherScripts) scripts.push(await build(source));
  return { main, scripts };
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
  const plain = await bundle(entry, isModule);
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
