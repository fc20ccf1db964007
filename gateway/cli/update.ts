// `call-button device update` and its kind: brings a firmware image to devices over the air, through the gateway that runs on this machine.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readConfig } from '../config/index.ts';
import { GatewayError } from '../domain/errors.ts';
import type { UpdatedDeviceJson, UpdateJson } from '../management/endpoints/updates.ts';
import type { SocketEndpoints } from '../management/endpoints.ts';
import { type AnswerOf, askGateway, type FieldsOf } from '../management/socket-client.ts';
import { controlPath } from '../management/socket-server.ts';
import { aligned } from '../messages/aligned.ts';
import { languageOf } from '../messages/language.ts';
import { type In, textsIn, told, wordIn } from '../messages/sentence.ts';
import { UPDATE } from '../messages/update.ts';
import { fileProblem } from '../system/files.ts';
import { readImage } from '../updates/image-file.ts';
import { isMeant, print, type Shared, scopeOf, userName, type Whom, whomOf } from './whom.ts';

type Texts = In<typeof UPDATE>;
type Add = (usage: string, text: string) => Command;

interface Updating extends Whom {
  image: string;
  older?: true;
}

/** Devices in one answer, at most. */
const AT_ONCE = 1_000;
/** Devices that are shown to a person one by one. */
const MAX_SHOWN = 30;
/** Nothing is to be said of them one by one. */
const ORDINARY: ReadonlySet<string> = new Set(['good', 'returned']);

/** `addMany`: with what names one device, a group or all. */
export function addUpdates(add: Add, addMany: Add): void {
  addMany('update [device_id]', 'bring a firmware image to a device, a group or all, in stages')
    .requiredOption('--image <file>', 'the .image file of a release')
    .option('--older', 'also where a newer version runs, or where it was left by order')
    .action(update);
  add('updates', 'how far the newest update is, and those before it').action(updates);
  add('update-stop', 'stop the update: no device is sent anything more').action((options) =>
    step('stop', options),
  );
  add('update-resume', 'let the update that was stopped go on').action((options) =>
    step('resume', options),
  );
  add('update-back', 'let every device that has the newest update go back to what it had')
    .option('--yes', 'yes, all of them')
    .action(back);
}

async function update(id: string | undefined, options: Updating): Promise<void> {
  const scope = scopeOf(id, options);
  const file = await imageIn(options.image);
  // Here first: a wrong file is told before anybody is asked.
  const { version } = readImage(file);
  const meant = textsOf(options).meant(version, whomOf(options));
  if (id === undefined && !(await isMeant(meant, options))) return;
  const by = userName();
  const { sha256 } = await ask(options, 'store', { by, image: file.toString('base64') });
  const older = options.older === true;
  const begun = await ask(options, 'begin', { by, image: sha256, scope, older });
  const texts = textsOf(options);
  print(options, begun, `${headLine(begun, texts)}\n${texts.watch}\n`);
}

/** Errors: IMAGE_UNREADABLE. */
async function imageIn(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new GatewayError('IMAGE_UNREADABLE', told`${path}: ${fileProblem(error)}`);
  }
}

async function updates(options: Shared): Promise<void> {
  const { updates: all } = await ask(options, 'list', {});
  const devices = all.length === 0 ? [] : await devicesOf(options);
  print(options, { updates: all, devices }, updatesText(all, devices, textsOf(options)));
}

async function devicesOf(options: Shared): Promise<UpdatedDeviceJson[]> {
  const all: UpdatedDeviceJson[] = [];
  for (;;) {
    const after = all.at(-1)?.device_id;
    const fields = after === undefined ? { limit: AT_ONCE } : { limit: AT_ONCE, after };
    const { devices } = await ask(options, 'devices', fields);
    all.push(...devices);
    if (devices.length < AT_ONCE) return all;
  }
}

async function step(name: 'stop' | 'resume' | 'back', options: Shared): Promise<void> {
  const done = await ask(options, name, { by: userName() });
  print(options, done, `${headLine(done, textsOf(options))}\n`);
}

async function back(options: Whom): Promise<void> {
  const { updates: all } = await ask(options, 'list', {});
  const [newest] = all;
  // Without one there is nothing to ask: the gateway refuses it.
  const meant = newest && textsOf(options).meantBack(newest.version);
  if (meant !== undefined && !(await isMeant(meant, options))) return;
  await step('back', options);
}

async function ask<A extends keyof SocketEndpoints['/updates']>(
  { config }: Shared,
  asked: A,
  fields: FieldsOf<'/updates', A>,
): Promise<AnswerOf<'/updates', A>> {
  return await askGateway(controlPath(await readConfig(config)), '/updates', asked, fields);
}

function textsOf({ lang }: Shared): Texts {
  return textsIn(UPDATE, languageOf(process.env, lang));
}

/** The newest with its devices, and one line for each before it. */
export function updatesText(
  [newest, ...former]: readonly UpdateJson[],
  devices: readonly UpdatedDeviceJson[],
  texts: Texts,
): string {
  if (newest === undefined) return `${texts.none}\n`;
  const lines = [headLine(newest, texts), texts.by(newest.by, toSecond(newest.started_at))];
  if (newest.stop !== null) lines.push(stopLine(newest.stop, texts));
  if (newest.state === 'stopped') lines.push(texts.decide);
  const counts = Object.entries(newest.devices).filter(([, count]) => count > 0);
  lines.push(aligned(counts.map(([name, count]) => [`${count}`, wordIn(texts.step, name)])));
  const special = devices.filter((device) => !ORDINARY.has(device.step));
  // Whoever has not had a turn yet has nothing to tell.
  const shown = special.filter((device) => device.step !== 'waiting' || device.detail !== null);
  if (shown.length > 0) {
    const rows = shown.slice(0, MAX_SHOWN).map((device) => deviceLine(device, texts));
    lines.push('', aligned([Object.values(texts.columns), ...rows]));
  }
  if (shown.length > MAX_SHOWN) lines.push(texts.more(shown.length - MAX_SHOWN));
  if (former.length > 0) {
    lines.push('', texts.former, ...former.map((one) => headLine(one, texts)));
  }
  return `${lines.join('\n')}\n`;
}

function headLine(shown: UpdateJson, texts: Texts): string {
  const { number, version, state, direction, stage, stages } = shown;
  const parts = [
    wordIn(texts.state, state),
    ...(direction === 'back' ? [texts.back] : []),
    ...(state === 'running' && direction === 'forward' ? [texts.stage(stage, stages)] : []),
  ];
  return texts.update(number, version, parts.join(texts.comma));
}

function stopLine(
  { why, device_id, detail, at }: NonNullable<UpdateJson['stop']>,
  texts: Texts,
): string {
  const reason = detail === 'left' ? texts.stopped.left : texts.stopped[why];
  const words = [reason, device_id, detail && wordIn(texts.detail, detail)];
  return `${toSecond(at)} ${words.filter((word) => word).join(texts.comma)}`;
}

function deviceLine(
  { device_id, stage, step: reached, detail, since }: UpdatedDeviceJson,
  texts: Texts,
) {
  const words = [wordIn(texts.step, reached), detail && wordIn(texts.detail, detail)];
  return [device_id, `${stage}`, words.filter((word) => word).join(texts.colon), toSecond(since)];
}

/** Nobody reads the milliseconds. */
function toSecond(moment: string): string {
  return moment.replace(/\.\d+Z$/, 'Z');
}
