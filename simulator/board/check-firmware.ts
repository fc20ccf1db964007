// The gate of `npm run check:firmware`, which has built the scripts: the main script's definitions must leave room for
// the presses that wait.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countDefinitions, definitionsOf, MAX_DEFINITIONS } from '#firmware/build/definitions.ts';
import { ROOT, SCRIPTS } from '#firmware/build/sources.ts';
import { maySkip, type Skipping, skippingOf } from '../expected-skips.ts';
import { measureDefinitions } from './definitions.ts';
import { findInterpreter32 } from './interpreter.ts';

/** The name under which `EXPECTED_SKIPS` lists the measurement where no 32-bit interpreter is to be had. */
const NAME = 'check:firmware';

/** What the gate says in its last line, and whether it holds. */
export interface Verdict {
  line: string;
  holds: boolean;
}

export interface Judging {
  /** What the definitions take on a 32-bit interpreter; undefined where there is none. */
  measured: number | undefined;
  /** What they take by the count of `countDefinitions`. */
  counted: number;
  /** Whether the measurement may be skipped. */
  skipping: Skipping;
}

export function judge({ measured, counted, skipping }: Judging): Verdict {
  const variables = measured ?? counted;
  const fits = variables <= MAX_DEFINITIONS;
  const amount = `${variables} of ${MAX_DEFINITIONS} variables for definitions`;
  const words = `${NAME}: ${fits ? amount : `FAILED: ${amount}, define less`}`;
  if (measured !== undefined) {
    return { line: `${words}, measured on the 32-bit interpreter`, holds: fits };
  }
  const skipped = 'counted; SKIPPED: no 32-bit interpreter (ESPRUINO32_BIN) to measure on';
  return maySkip(NAME, skipping)
    ? { line: `${words}, ${skipped}`, holds: fits }
    : { line: `${words}, ${skipped}, and EXPECTED_SKIPS does not list it`, holds: false };
}

async function check(): Promise<void> {
  const code = readFileSync(join(ROOT, SCRIPTS[0].output), 'utf8');
  const interpreter = findInterpreter32();
  const { line, holds } = judge({
    measured: interpreter === undefined ? undefined : await measureDefinitions(interpreter, code),
    counted: countDefinitions(definitionsOf(code)),
    skipping: skippingOf(process.env),
  });
  console.log(line);
  if (!holds) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await check();
