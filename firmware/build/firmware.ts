// Builds the firmware's one script: checks the sources, bundles, compresses, checks the result and its size.
import { bundle } from './bundle.ts';
import { compress } from './compress.ts';
import { checkBundle, checkSource } from './language/check.ts';
import { type Finding, printFinding } from './language/rule.ts';
import { ownNames } from './own-names.ts';
import { boardDeclarations, boardSources, ENTRY } from './sources.ts';

/** A board's Storage has to hold the script. What it does today doesn't fit the design's 24 KB; it must not grow. */
export const BUDGET_BYTES = 28 * 1024;
export const AIM_BYTES = 16 * 1024;

export interface Firmware {
  /** JavaScript in ASCII, to be written to the board as it is. */
  readonly code: string;
  readonly bytes: number;
}

export interface BuildOptions {
  readonly entry?: string;
  /** Files for the language check; by default all that may run on the board. */
  readonly sources?: readonly string[];
  readonly budgetBytes?: number;
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

/** Throws FirmwareError for findings or size, and esbuild's BuildFailure for what can't be bundled. */
export async function buildFirmware(options: BuildOptions = {}): Promise<Firmware> {
  refuse('The sources use what the interpreter does not run:', sourceFindings(options));
  const plain = await bundle(options.entry ?? ENTRY);
  const code = await compress(
    plain,
    ownNames(options.sources ?? [...boardSources(), ...boardDeclarations()]),
  );
  const findings = checkBundle(code, 'firmware/dist/call-button.js');
  refuse('The bundle uses what the interpreter does not run:', findings);
  const bytes = Buffer.byteLength(code);
  const budget = options.budgetBytes ?? BUDGET_BYTES;
  if (bytes > budget) {
    throw new FirmwareError(
      `The bundle has ${bytes} bytes, over the budget of ${budget}: make the firmware smaller`,
    );
  }
  return { code, bytes };
}

function sourceFindings(options: BuildOptions): Finding[] {
  return checkSource(options.sources ?? boardSources());
}

function refuse(message: string, findings: readonly Finding[]): void {
  if (findings.length > 0) throw new FirmwareError(message, findings);
}
