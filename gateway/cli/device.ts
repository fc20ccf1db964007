// `call-button device`: configures and commands devices through the gateway that runs on this machine.
import { setTimeout } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { parseDuration, readConfig } from '../config/index.ts';
import { GatewayError } from '../domain/errors.ts';
import type { SocketEndpoints } from '../management/endpoints.ts';
import {
  type AnswerOf,
  allDevices,
  askGateway,
  type FieldsOf,
} from '../management/socket-client.ts';
import { controlPath } from '../management/socket-server.ts';
import type { CommandJson } from '../management/views.ts';
import { DEVICE } from '../messages/device.ts';
import { listText, resultsText, showText } from './device-text.ts';
import { addUpdates } from './update.ts';
import {
  adder,
  isMeant,
  print,
  type Shared,
  scopeOf,
  textsOf,
  userName,
  type Whom,
  whomOf,
} from './whom.ts';

interface Ordering extends Whom {
  wait?: true;
}
type Order = FieldsOf<'/devices', 'command'>['order'];
type ServiceStep = keyof typeof DEVICE.stepped;
type Address = { host: string; port: number; tls: boolean };

const ASK_EVERY_MS = 300;

/** The subcommand with all of its own. */
export function deviceProgram(): Command {
  const program = new Command('device').description(
    'configure and command devices, while the gateway runs',
  );
  const add = adder(program);
  const addMany = (usage: string, text: string) =>
    add(usage, text)
      .option('--group <name>', 'every device of the group, instead of one')
      .option('--all', 'all devices, instead of one')
      .option('--yes', 'yes, many of them');
  const waiting = (command: Command) =>
    command.option('--wait', 'wait until the device has answered');
  const addOrder = (usage: string, text: string) => waiting(addMany(usage, text));

  add('list', 'all devices in a line each')
    .option('--group <name>', 'only those of a group')
    .action(list);
  add('show <device_id>', 'one device: connection, key, configuration, newest commands').action(
    show,
  );
  addMany('configure [device_id]', 'set what a device, a group or all shall have')
    .option('--heartbeat <time>', 'between heartbeats, 60s to 1h, or none: 600s', seconds)
    .option(
      '--unreached-after <time>',
      'then "use the telephone", 30s to 10m, or none: 90s',
      seconds,
    )
    .option('--main <host:port>', 'main gateway, tls://host:port with TLS, or none', address)
    .option('--spare <host:port>', 'spare gateway, or none', address)
    .action(configure);
  addOrder('locate [device_id]', 'light and buzzer show where the device is')
    .option('--seconds <count>', 'for so long, 1 to 600', wholeNumber, 30)
    .action((id, options) => order(id, { kind: 'locate', seconds: options.seconds }, options));
  waiting(
    add('self-test <device_id>', 'test mode for 5 minutes: presses count as tests. One at a time'),
  ).action((id, options) => order(id, { kind: 'self_test' }, options));
  addOrder('reboot [device_id]', 'restart').action((id, options) =>
    order(id, { kind: 'reboot' }, options),
  );
  addOrder('rotate-key [device_id]', 'a new key, derived from the old one').action((id, options) =>
    order(id, { kind: 'rotate_key' }, options),
  );
  add('cancel', 'take back a command that was never sent')
    .argument('<device_id>')
    .argument('<command_id>', 'as `results` shows it', wholeNumber)
    .action(cancel);
  const addStep = (step: ServiceStep, text: string) =>
    add(`${step} <device_id>`, text).requiredOption(
      '--reason <text>',
      'why, for the records',
      reasonText,
    );
  addStep('suspend', 'cut its connection at once; it can not connect until it is resumed').action(
    (id, options) => takeStep('suspend', id, options),
  );
  addStep('resume', 'let a suspended device connect again').action((id, options) =>
    takeStep('resume', id, options),
  );
  addStep('retire', 'for good: its keys are erased')
    .option('--yes', 'yes, for good')
    .action((id, options) => takeStep('retire', id, options));
  add('results <device_id>', 'the newest 100 commands and what became of them').action(results);
  addUpdates(add, addMany);
  return program;
}

async function list(options: Shared & { group?: string }): Promise<void> {
  const { group } = options;
  const devices = await allDevices((after) => ask(options, 'list', { group, after }));
  print(options, { devices }, listText(devices, textsOf(options)));
}

async function show(device_id: string, options: Shared): Promise<void> {
  const shown = await ask(options, 'show', { device_id });
  print(options, shown, showText(shown, textsOf(options)));
}

interface Fields extends Whom {
  heartbeat?: number | null;
  unreachedAfter?: number | null;
  main?: Address | null;
  spare?: Address | null;
}

async function configure(id: string | undefined, options: Fields): Promise<void> {
  const { heartbeat, unreachedAfter, main, spare } = options;
  const fields = {
    ...(heartbeat === undefined ? {} : { heartbeat_s: heartbeat }),
    ...(unreachedAfter === undefined ? {} : { unreached_after_s: unreachedAfter }),
    ...(main === undefined ? {} : { main_gateway: main }),
    ...(spare === undefined ? {} : { spare_gateway: spare }),
  };
  if (Object.keys(fields).length === 0) {
    const names = '--heartbeat, --unreached-after, --main, --spare';
    throw new GatewayError('ARGUMENT_INVALID', DEVICE.nameSetting(names));
  }
  const texts = textsOf(options);
  const scope = scopeOf(id, options);
  const isNewAddress = Boolean(main || spare);
  const warning = isNewAddress ? texts.newAddress(id ?? whomOf(options)) : whomOf(options);
  if ((id === undefined || isNewAddress) && !(await isMeant(warning, options))) return;
  const done = await ask(options, 'configure', { scope, fields });
  print(options, done, `${texts.configured(done.devices)}\n`);
}

async function order(id: string | undefined, asked: Order, options: Ordering): Promise<void> {
  const texts = textsOf(options);
  const scope = scopeOf(id, options);
  const action = texts.action[asked.kind];
  if (id === undefined && options.wait) {
    throw new GatewayError('ARGUMENT_INVALID', DEVICE.waitForOne);
  }
  if (id === undefined && !(await isMeant(`${action}: ${whomOf(options)}`, options))) return;
  const done = await ask(options, 'command', { scope, order: asked });
  const [made] = done.commands;
  if (id === undefined || made === undefined) {
    print(options, done, `${texts.orderedMany(done.commands.length, action)}\n`);
    return;
  }
  if (!options.json) process.stdout.write(`${texts.ordered(id, made.command_id, action)}\n`);
  const command = await commandOf(id, made.command_id, options);
  const later = asked.kind === 'rotate_key' ? `${texts.rotateNext}\n` : '';
  if (options.wait !== true || command.waits_for !== null) {
    const text = `${texts.notNow[command.waits_for ?? 'sending']}\n${later}`;
    if (!options.json) process.stdout.write(command.ended_at === null ? text : later);
  }
  if (options.wait !== true) {
    if (options.json) print(options, command, '');
    return;
  }
  const last = await ending(id, command, options);
  print(options, last, resultsText([last], texts));
  if (last.state !== 'done') process.exitCode = 1;
}

async function ending(id: string, first: CommandJson, options: Shared): Promise<CommandJson> {
  let command = first;
  while (command.ended_at === null) {
    await setTimeout(ASK_EVERY_MS);
    command = await commandOf(id, command.command_id, options);
  }
  return command;
}

async function commandOf(device_id: string, id: number, options: Shared): Promise<CommandJson> {
  const { commands } = await ask(options, 'results', { device_id });
  const command = commands.find(({ command_id }) => command_id === id);
  if (command === undefined) throw new GatewayError('NO_SUCH_COMMAND', `${device_id} ${id}`);
  return command;
}

async function cancel(device_id: string, command_id: number, options: Shared): Promise<void> {
  const done = await ask(options, 'cancel', { device_id, command_id });
  print(options, done, `${textsOf(options).cancelled(device_id, command_id)}\n`);
}

async function results(device_id: string, options: Shared): Promise<void> {
  const found = await ask(options, 'results', { device_id });
  print(options, found, resultsText(found.commands, textsOf(options)));
}

interface Step extends Shared {
  reason: string;
  yes?: true;
}

async function takeStep(step: ServiceStep, device_id: string, options: Step): Promise<void> {
  const texts = textsOf(options);
  if (step === 'retire' && !(await isMeant(texts.forGood(device_id), options))) return;
  const socket = controlPath(await readConfig(options.config));
  const fields = { by: userName(), device_id, reason: options.reason };
  const done = await askGateway(socket, '/registry', step, fields);
  print(options, done, `${device_id} ${texts.stepped[step]}\n`);
}

async function ask<A extends keyof SocketEndpoints['/devices']>(
  { config }: Shared,
  asked: A,
  fields: FieldsOf<'/devices', A>,
): Promise<AnswerOf<'/devices', A>> {
  return await askGateway(controlPath(await readConfig(config)), '/devices', asked, fields);
}

/** Null for `none`. */
function seconds(text: string): number | null {
  if (text === 'none') return null;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds / 1_000;
  throw new InvalidArgumentError('Expected a time such as 90s or 10m, or none.');
}

function reasonText(text: string): string {
  if (text.trim() !== '' && text.length <= 200) return text;
  throw new InvalidArgumentError('Expected the reason, in 1 to 200 characters.');
}

/** `host:port`, `tls://host:port`, `[::1]:8883`; null for `none`. */
function address(text: string): Address | null {
  if (text === 'none') return null;
  const match = /^(tls:\/\/)?(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = match?.[2] ?? match?.[3];
  if (host === undefined) {
    throw new InvalidArgumentError('Expected host:port, tls://host:port, or none.');
  }
  return { host, port: Number(match?.[4]), tls: match?.[1] !== undefined };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}
