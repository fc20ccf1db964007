// The demo: a gateway, its duty desk and some homes on this machine, all real parts over loopback.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import type { Pattern } from '#firmware/src/core/patterns.ts';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { ConfigSchema, withDesk } from '#gateway/config/index.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { Gateway, type GatewayPorts, realPorts } from '#gateway/main.ts';
import { languageOf } from '#gateway/messages/language.ts';
import { type In, textsIn } from '#gateway/messages/sentence.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { auditSeen } from './audit/seen.ts';
import { demoDevices, fillArchive } from './demo-homes.ts';
import { DEMO } from './demo-texts.ts';
import { DemoView, heading } from './demo-view.ts';
import { freePort } from './gateway-process.ts';
import { type SeenPress, VirtualHome } from './home.ts';
import { LIGHT } from './light.ts';
import { DeskClient } from './office/desk-client.ts';
import { VirtualOfficer } from './office/virtual-officer.ts';
import { percentiles } from './report/percentiles.ts';
import { padded } from './view/frame.ts';

export interface DemoOptions {
  homes: number;
  /** Make so many presses and end when all are answered. Without it: until Ctrl-C. */
  presses?: number;
  json?: boolean;
}

const GIVES_UP_AFTER_MS = 60_000;
const DESK_PORT = 8_090;
const LOOK_MS = 100;
const MAX_LOOKS = 50;

/** In both languages, as the page can be in either. */
const GUEST = '访客 Guest';
const KEEPER = '档案员 Archive keeper';
const OFFICERS = ['虚拟 Virtual 1', '虚拟 Virtual 2'];
const HELPER = '李志愿者 Volunteer Li';

type Span = [least: number, most: number];
/** How long a call rings for a person before a virtual officer takes it, and how long one step takes; milliseconds. */
const AT_EASE: [patience: Span, step: Span] = [
  [6_000, 12_000],
  [1_500, 4_000],
];
/** Who counts presses does not wait for anybody. */
const HURRIED: [patience: Span, step: Span] = [
  [200, 800],
  [50, 300],
];

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}

type Texts = In<typeof DEMO>;

/** A gateway with everything embedded, in a fresh folder, with the desk that it has without a configuration. */
async function startGateway(
  folder: string,
  devices: DeviceRecord[],
  deskPort: number,
): Promise<{ gateway: Gateway; desk: OwnDesk }> {
  const config = withDesk(
    ConfigSchema.parse({
      data: folder,
      log: 'silent',
      mqtt: { port: 0 },
      http: { port: 0 },
      admin: 'off',
      // Nobody is at the other end of its numbers.
      desk: { port: deskPort, telephone_url: 'off' },
    }),
  );
  const ports = await realPorts(config);
  const gateway = new Gateway(config, { ...ports, directory: new DeviceList(async () => devices) });
  await gateway.start();
  return { gateway, desk: ports.desk as OwnDesk };
}

type OwnDesk = NonNullable<GatewayPorts['desk']>;

/** Why it is not there; undefined: it is. It tries again and again, but nobody wants to watch that. */
async function problemOf(desk: OwnDesk, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted && desk.link === undefined) {
    await setTimeoutAsync(LOOK_MS, undefined, { signal }).catch(() => {});
  }
  return desk.link?.isUp === true ? undefined : (desk.link?.reason ?? '');
}

/** Two, so that one can be seen to take what the other doesn't. */
async function startOfficers(desk: OwnDesk, isHurried: boolean): Promise<VirtualOfficer[]> {
  const [patience, step] = isHurried ? HURRIED : AT_EASE;
  const officers: VirtualOfficer[] = [];
  for (const name of OFFICERS) {
    officers.push(
      await VirtualOfficer.start({
        name,
        login: async (options) => DeskClient.login(await loginOf(desk, name), options),
        helper: HELPER,
        patienceMs: () => between(...patience),
        stepMs: () => between(...step),
        random: Math.random,
      }),
    );
  }
  return officers;
}

async function loginOf(desk: OwnDesk, name: string, role?: 'archive_keeper'): Promise<string> {
  const link = await desk.oneTimeLogin(name, role);
  if (link === undefined) throw new Error(`no login for ${name}`);
  return link;
}

async function keepArchive(desk: OwnDesk, homes: number): Promise<void> {
  const link = await loginOf(desk, KEEPER, 'archive_keeper');
  const keeper = await DeskClient.login(link, { onCall() {} });
  await fillArchive(keeper, homes);
  keeper.close();
}

/** One more link with each Enter, until the returned interface is closed. */
function otherLogins(desk: OwnDesk, view: DemoView, texts: Texts): Interface {
  if (process.stdin.isTTY) view.print(texts.another);
  const lines = createInterface({ input: process.stdin });
  // Where there is no keyboard nobody types.
  lines.on('error', () => {});
  lines.on('line', () => {
    view.entered();
    loginOf(desk, GUEST).then(
      (link) => view.print(texts.login(link)),
      () => view.print(texts.noLogin),
    );
  });
  return lines;
}

/** Runs the demo. Sets the exit code to 1 when a press was lost, doubled, or not answered in time. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-demo-'));
  const language = languageOf(process.env);
  const texts = textsIn(DEMO, language);
  const view = new DemoView(options.json ? process.stderr : process.stdout, texts);
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  // Whoever reads may go, as `head` does: then there is nobody to show anything to.
  process.stdout.once('error', end);

  const devices = demoDevices(options.homes);
  const { gateway, desk } = await startGateway(folder, devices, await deskPort());
  const problem = await problemOf(desk, ending.signal);
  if (problem !== undefined) {
    await gateway.stop();
    await rm(folder, { recursive: true });
    if (ending.signal.aborted) return;
    view.print(texts.noDesk(problem));
    process.exitCode = 1;
    return;
  }
  const places = {
    mqtt: gateway.mqttPort,
    http: gateway.httpPort,
    desk: desk.place,
    homes: options.homes,
  };
  await keepArchive(desk, options.homes);
  view.print(texts.start(places));
  view.print(texts.login(await loginOf(desk, GUEST)));
  const keyboard = options.presses === undefined ? otherLogins(desk, view, texts) : undefined;
  view.print(heading(texts));
  const officers = await startOfficers(desk, options.presses !== undefined);

  const onMove = (press: SeenPress, home: VirtualHome) => {
    view.show(press, home.light ? LIGHT[home.light.name][language] : '');
    const all = homes.flatMap(({ presses }) => presses);
    const answered = all.filter(({ answeredAt }) => answeredAt !== undefined);
    if (options.presses !== undefined && answered.length >= options.presses) end();
  };
  // What the device itself does with its light, and not what the desk knows of the call.
  const onLight = ({ name, light }: Pattern, { deviceId }: VirtualHome) =>
    desk.showLights([{ deviceId, rhythm: light, says: LIGHT[name] }]);
  const main = { host: '127.0.0.1', port: gateway.mqttPort, tls: false };
  const homes = devices.map(({ deviceId, keys }) => {
    const secretKey = keys[0]?.secret ?? new Uint8Array();
    const settings = standardSettings(deviceId, secretKey, 1, main, null);
    return new VirtualHome({ settings, onMove, onLight });
  });
  for (const home of homes) home.powerOn();

  const timeUp = setTimeout(end, options.presses === undefined ? 2 ** 31 - 1 : GIVES_UP_AFTER_MS);
  const pressing = pressAtRandom(homes, options, ending.signal);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  clearTimeout(timeUp);
  keyboard?.close();
  await pressing;

  for (const home of homes) home.powerOff();
  const received = await receivedOf(officers, homes);
  for (const officer of officers) officer.stop();
  await gateway.stop();
  await rm(folder, { recursive: true });
  summarize(homes, received, { ...options, view, texts });
}

/** Where a desk is by default, if nobody is there. */
async function deskPort(): Promise<number> {
  const isFree = await freePort(DESK_PORT).catch(() => undefined);
  return isFree ?? (await freePort());
}

type Received = Parameters<typeof auditSeen>[1];

/** What is at the desk. A press of the last moment is given the time to get there. */
async function receivedOf(
  officers: readonly VirtualOfficer[],
  homes: readonly VirtualHome[],
): Promise<Received> {
  const client = (officers[0] as VirtualOfficer).client;
  const stored = homes.flatMap(({ presses }) =>
    presses.filter(({ storedAt, rejected }) => storedAt !== undefined && !rejected),
  );
  for (let time = 0; ; time++) {
    const received = await client.presses();
    if (received.size >= stored.length || time === MAX_LOOKS) return received;
    await setTimeoutAsync(LOOK_MS);
  }
}

/** Until it has made its presses or is told to end: somebody somewhere pushes a key, one in four is red. */
async function pressAtRandom(
  homes: VirtualHome[],
  { presses }: DemoOptions,
  signal: AbortSignal,
): Promise<void> {
  // Slow enough that a person finds a call that still rings.
  const pause = presses === undefined ? [1_500, 6_000] : [50, 250];
  for (let made = 0; made < (presses ?? Number.POSITIVE_INFINITY); made++) {
    const wait = between(pause[0] as number, pause[1] as number);
    await setTimeoutAsync(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const home = homes[Math.floor(Math.random() * homes.length)];
    home?.press(Math.random() < 0.25 ? KEY_RED : KEY_GREEN);
  }
}

function summarize(
  homes: VirtualHome[],
  received: Received,
  { view, texts, ...options }: DemoOptions & { view: DemoView; texts: Texts },
): void {
  const presses = homes.flatMap((home) => home.presses);
  const verdict = auditSeen(presses, received);
  const took = (of: 'storedAt' | 'acceptedAt' | 'answeredAt') =>
    rounded(
      presses.flatMap((press) => (press[of] === undefined ? [] : [press[of] - press.pressedAt])),
    );
  const figures = {
    press_to_stored_ms: took('storedAt'),
    press_to_accepted_ms: took('acceptedAt'),
  };
  const { lost, doubled, untrue } = verdict;
  const isShort = options.presses !== undefined && verdict.answered < options.presses;
  if (lost.length + doubled.length + untrue.length > 0 || isShort) process.exitCode = 1;
  const result = { ...verdict, lost: lost.length, doubled: doubled.length, untrue: untrue.length };
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...result, ...figures })}\n`);
    return;
  }
  view.finish();
  view.print(`\n${texts.counts({ ...result, presses: presses.length })}`);
  for (const [name, of] of Object.entries({
    [texts.stored]: figures.press_to_stored_ms,
    [texts.accepted]: figures.press_to_accepted_ms,
    [texts.answered]: took('answeredAt'),
  })) {
    if (of)
      view.print(`${padded(name, 16)}  p50 ${of.p50} ms   p99 ${of.p99} ms   max ${of.max} ms`);
  }
  for (const id of [...lost, ...doubled, ...untrue]) view.print(texts.lookAt(id));
}

/** p50, p99 and max to a tenth of a millisecond; undefined of nothing. */
function rounded(values: readonly number[]): Record<'p50' | 'p99' | 'max', number> | undefined {
  const all = percentiles(values);
  const tenths = (value: number) => Math.round(value * 10) / 10;
  return all ? { p50: tenths(all.p50), p99: tenths(all.p99), max: tenths(all.max) } : undefined;
}
