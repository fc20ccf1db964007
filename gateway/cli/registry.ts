// `call-button registry` and `call-button token`: devices, homes and tokens, through the gateway that runs on this machine.
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration, readConfig } from '../config/index.ts';
import { DEVICE_STATES, type DeviceState, ROLES, type Role } from '../domain/ports/registry.ts';
import type { SocketEndpoints } from '../management/endpoints.ts';
import {
  type AnswerOf,
  allDevices,
  askGateway,
  type FieldsOf,
} from '../management/socket-client.ts';
import { controlPath } from '../management/socket-server.ts';
import { aligned } from '../messages/aligned.ts';
import { languageOf } from '../messages/language.ts';
import { REGISTRY } from '../messages/registry.ts';
import { textsIn } from '../messages/sentence.ts';
import { withDeskLibrary } from '../own-desk/library.ts';
import { registryPath } from '../registry/check.ts';
import { readDeviceFile } from '../registry/device-file.ts';
import { rekey } from '../registry/rekey.ts';
import { isThere } from '../system/durable.ts';
import { refuseForeignRoot } from '../system/owner.ts';
import { asRunHere } from '../system/run-here.ts';
import { deviceRow, shownLines, tokenRow } from './registry-text.ts';
import { adder, userName } from './whom.ts';

interface Shared {
  config?: string;
  json?: true;
  lang?: 'en' | 'zh';
}

type Imported = FieldsOf<'/registry', 'import'>['devices'][number];

/** What goes over the control socket in one request is bounded. */
const IMPORT_BYTES = 48_000;

export function registryProgram(): Command {
  const program = new Command('registry').description(
    'devices and homes of the registry; all but rekey while the gateway runs',
  );
  const add = adder(program);
  add('list', 'all devices in a line each')
    .option('--group <name>', 'only those of a group')
    .addOption(new Option('--state <state>', 'only those in a state').choices(DEVICE_STATES))
    .action(list);
  add('show <device_id>', 'one device, its home, and where it stood before').action(show);
  add('import <file>', 'take devices over from a devices file, with their keys and homes').action(
    importFile,
  );
  add('rekey', 'seal it under another master key, while the gateway is stopped')
    .requiredOption('--new-key <file>', 'a file with the new key: 64 hex digits')
    .action(runRekey);
  return program;
}

export function tokenProgram(): Command {
  const program = new Command('token').description(
    'tokens of the admin API, while the gateway runs',
  );
  const add = adder(program);
  add('create <name>', 'a new token; it is shown only once')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--expires <time>', 'good for so long, such as 12h or 30d', lifetime)
    .action(create);
  add('list', 'all tokens, without the tokens themselves').action(listTokens);
  add('revoke <name>', 'good for nothing from now on').action(revoke);
  return program;
}

async function list(options: Shared & { group?: string; state?: DeviceState }): Promise<void> {
  const { group, state } = options;
  const devices = await allDevices((after) => ask(options, 'list', { group, state, after }));
  const texts = textsOf(options);
  const rows = [Object.values(texts.columns), ...devices.map((device) => deviceRow(device, texts))];
  print(options, { devices }, `${aligned(rows)}\n${texts.devices(devices.length)}\n`);
}

async function show(device_id: string, options: Shared): Promise<void> {
  const shown = await ask(options, 'show', { device_id });
  const texts = textsOf(options);
  const table = aligned([Object.values(texts.columns), deviceRow(shown, texts)]);
  print(options, shown, `${[table, ...shownLines(shown, texts)].join('\n')}\n`);
}

async function importFile(file: string, options: Shared): Promise<void> {
  const devices = (await readDeviceFile(file)).map(
    ({ deviceId, keys: [key], group, state, home }): Imported => ({
      device_id: deviceId,
      group,
      state,
      home,
      key: Buffer.from(key?.secret ?? []).toString('hex'),
      key_version: key?.version ?? 1,
    }),
  );
  const imported: string[] = [];
  const skipped: { device_id: string; code: string }[] = [];
  const leftOut = new Set<string>();
  for (const piece of inPieces(devices)) {
    const done = await ask(options, 'import', { by: userName(), devices: piece });
    imported.push(...done.imported);
    skipped.push(...done.skipped);
    for (const field of done.left_out) leftOut.add(field);
  }
  const texts = textsOf(options);
  const lines = [texts.imported(imported.length)];
  if (skipped.length > 0) lines.push(texts.skipped(skipped.length));
  for (const { device_id, code } of skipped) lines.push(`  ${device_id}: ${texts.why(code)}`);
  if (leftOut.size > 0) lines.push(texts.leftOut([...leftOut].join(', ')));
  if (imported.length > 0) lines.push(texts.cleanUp(file));
  print(options, { imported, skipped, left_out: [...leftOut] }, `${lines.join('\n')}\n`);
}

function* inPieces(devices: readonly Imported[]): Generator<Imported[]> {
  let piece: Imported[] = [];
  let bytes = 0;
  for (const device of devices) {
    const deviceBytes = Buffer.byteLength(JSON.stringify(device)) + 1;
    if (piece.length > 0 && bytes + deviceBytes > IMPORT_BYTES) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(device);
    bytes += deviceBytes;
  }
  if (piece.length > 0) yield piece;
}

async function runRekey(options: Shared & { newKey: string }): Promise<void> {
  const config = await readConfig(options.config);
  await refuseForeignRoot(registryPath(config), config.data);
  const done = await rekey(config, options.newKey, async (from, to) => {
    const folder = join(config.data, 'desk');
    // A gateway without a desk needs nothing of it.
    if (!(await isThere(folder))) return;
    const { rekeyDesk } = await withDeskLibrary(() => import('../desk/store/rekey.ts'));
    await rekeyDesk(folder, from, to);
  });
  const { rows, damaged, writtenTo } = done;
  const texts = textsOf(options);
  const next = writtenTo === undefined ? texts.keyYours : texts.keyWritten(writtenTo);
  print(options, done, `${texts.rekeyed(rows, damaged)}\n${next}\n`);
}

async function create(
  name: string,
  options: Shared & { role: Role; expires?: number },
): Promise<void> {
  const { role, expires } = options;
  const until = expires === undefined ? undefined : new Date(Date.now() + expires).toISOString();
  const done = await ask(options, 'token_create', {
    by: userName(),
    name,
    role,
    expires_at: until,
  });
  const texts = textsOf(options);
  const pin = done.fingerprint === null ? [] : [texts.fingerprint(done.fingerprint)];
  print(options, done, `${[done.token, texts.token(name, role), ...pin].join('\n')}\n`);
}

async function listTokens(options: Shared): Promise<void> {
  const { tokens } = await ask(options, 'token_list', {});
  const texts = textsOf(options);
  const rows = [
    Object.values(texts.tokenColumns),
    ...tokens.map((token) => tokenRow(token, texts)),
  ];
  print(options, { tokens }, `${aligned(rows)}\n`);
}

async function revoke(name: string, options: Shared): Promise<void> {
  const done = await ask(options, 'token_revoke', { by: userName(), name });
  print(options, done, `${textsOf(options).revoked(name)}\n`);
}

async function ask<A extends keyof SocketEndpoints['/registry']>(
  { config }: Shared,
  asked: A,
  fields: FieldsOf<'/registry', A>,
): Promise<AnswerOf<'/registry', A>> {
  return await askGateway(controlPath(await readConfig(config)), '/registry', asked, fields);
}

function textsOf({ lang }: Shared) {
  return textsIn(REGISTRY, languageOf(process.env, lang));
}

function print({ json }: Shared, value: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : asRunHere(text));
}

/** Milliseconds. */
function lifetime(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError('Expected a time such as 12h or 30d.');
}
