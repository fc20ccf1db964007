// What the commands that ask the running gateway about devices have in common: their options, for whom they are, and who asks.
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { GatewayError } from '../domain/errors.ts';
import type { FieldsOf } from '../management/socket-client.ts';
import { DEVICE } from '../messages/device.ts';
import { languageOf } from '../messages/language.ts';
import { textsIn } from '../messages/sentence.ts';
import { asRunHere } from '../system/run-here.ts';

export interface Shared {
  config?: string;
  json?: true;
  lang?: 'en' | 'zh';
}
export interface Whom extends Shared {
  group?: string;
  all?: true;
  yes?: true;
}

type Scope = FieldsOf<'/devices', 'command'>['scope'];

/** Adds commands with what all have that ask the running gateway. */
export function adder(program: Command) {
  return (usage: string, text: string) =>
    program
      .command(usage)
      .description(text)
      .option('--config <file>', 'configuration of the gateway (YAML)')
      .option('--json', 'print the answer as JSON')
      .addOption(new Option('--lang <language>', 'instead of LANG').choices(['en', 'zh']));
}

export function textsOf({ lang }: Shared) {
  return textsIn(DEVICE, languageOf(process.env, lang));
}

export function print({ json }: Shared, value: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : asRunHere(text));
}

/** One device, a group or all: exactly one of them. Errors: ARGUMENT_INVALID. */
export function scopeOf(id: string | undefined, { group, all }: Whom): Scope {
  const named = [id, group, all].filter((target) => target !== undefined);
  if (named.length !== 1) {
    throw new GatewayError('ARGUMENT_INVALID', DEVICE.nameDevices);
  }
  if (id !== undefined) return { device_id: id };
  return group === undefined ? { all: true } : { group };
}

export function whomOf(options: Whom): string {
  const texts = textsOf(options);
  return options.group === undefined ? texts.all : texts.group(options.group);
}

/** Asks on a terminal; elsewhere only --yes counts. */
export async function isMeant(what: string, options: Whom): Promise<boolean> {
  if (options.yes) return true;
  const texts = textsOf(options);
  if (!process.stdin.isTTY) throw new GatewayError('ARGUMENT_INVALID', texts.sayYes(what));
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (/^(y|yes|是)$/i.test((await terminal.question(texts.sure(what))).trim())) return true;
  } finally {
    terminal.close();
  }
  process.stderr.write(`${texts.aborted}\n`);
  process.exitCode = 1;
  return false;
}

/** For the records. */
export function userName(): string {
  try {
    return userInfo().username || 'local';
  } catch {
    // A user without a name, as in a container.
    return 'local';
  }
}
