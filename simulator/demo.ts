// The demo: a gateway, a stand-in platform and some homes on this machine, all real parts over loopback.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { ConfigSchema } from '#gateway/config/index.ts';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { Gateway, realPorts } from '#gateway/main.ts';
import { languageOf } from '#gateway/messages/language.ts';
import { type In, textsIn } from '#gateway/messages/sentence.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { KEY_BYTES } from '#protocol/seal.ts';
import { auditSeen } from './audit/seen.ts';
import { DEMO } from './demo-texts.ts';
import { DemoView, heading } from './demo-view.ts';
import { type SeenPress, VirtualHome } from './home.ts';
import { LIGHT } from './light.ts';
import { StandInPlatform } from './platform.ts';
import { percentiles } from './report/percentiles.ts';
import { padded } from './view/frame.ts';

export interface DemoOptions {
  homes: number;
  /** Make so many presses and end when all are answered. Without it: until Ctrl-C. */
  presses?: number;
  json?: boolean;
}

const GIVES_UP_AFTER_MS = 60_000;

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}

function makeDevices(count: number): DeviceRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    deviceId: `HOME-${String(index + 1).padStart(2, '0')}`,
    keys: [{ version: 1, secret: randomBytes(KEY_BYTES) }],
    group: `building-${1 + (index % 3)}`,
    home: { reference: `resident-${1001 + index}` },
    blocked: false,
  }));
}

/** A gateway with everything embedded, in a fresh folder, that forwards to `platformUrl`. */
async function startGateway(
  folder: string,
  devices: DeviceRecord[],
  platformUrl: string,
  secret: string,
): Promise<Gateway> {
  const config = ConfigSchema.parse({
    data: folder,
    log: 'silent',
    mqtt: { port: 0 },
    http: { port: 0 },
    admin: 'off',
    routes: { red: 'platform', green: 'platform' },
  });
  const name = 'platform';
  const source = '/gateways/demo';
  const utc = systemClock.utc;
  const gateway = new Gateway(config, {
    ...(await realPorts(config)),
    directory: new DeviceList(async () => devices),
    destinations: {
      platform: new WebhookDestination({ name, url: platformUrl, secret, source, utc }),
    },
    secrets: { platform: { secret } },
  });
  await gateway.start();
  return gateway;
}

/** Runs the demo. Sets the exit code to 1 when a press was lost, doubled, or not answered in time. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-demo-'));
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const language = languageOf(process.env);
  const texts = textsIn(DEMO, language);
  const view = new DemoView(options.json ? process.stderr : process.stdout, texts);
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  // Whoever reads may go, as `head` does: then there is nobody to show anything to.
  process.stdout.once('error', end);

  const platform = new StandInPlatform({ secret, answerAfterMs: () => between(500, 2_500) });
  const platformUrl = await platform.start();
  const devices = makeDevices(options.homes);
  const gateway = await startGateway(folder, devices, platformUrl, secret);
  platform.reportTo(`http://127.0.0.1:${gateway.httpPort}`);
  const places = {
    mqtt: gateway.mqttPort,
    http: gateway.httpPort,
    platform: platformUrl,
    homes: options.homes,
  };
  view.print(`${texts.start(places)}\n${heading(texts)}`);

  const onMove = (press: SeenPress, home: VirtualHome) => {
    view.show(press, home.light ? LIGHT[home.light.name][language] : '');
    const all = homes.flatMap(({ presses }) => presses);
    const answered = all.filter(({ answeredAt }) => answeredAt !== undefined);
    if (options.presses !== undefined && answered.length >= options.presses) end();
  };
  const main = { host: '127.0.0.1', port: gateway.mqttPort, tls: false };
  const homes = devices.map(({ deviceId, keys }) => {
    const secretKey = keys[0]?.secret ?? new Uint8Array();
    const settings = standardSettings(deviceId, secretKey, 1, main, null);
    return new VirtualHome({ settings, onMove });
  });
  for (const home of homes) home.powerOn();

  const timeUp = setTimeout(end, options.presses === undefined ? 2 ** 31 - 1 : GIVES_UP_AFTER_MS);
  const pressing = pressAtRandom(homes, options, ending.signal);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  clearTimeout(timeUp);
  await pressing;

  for (const home of homes) home.powerOff();
  await gateway.stop();
  await platform.stop();
  await rm(folder, { recursive: true });
  summarize(homes, platform, { ...options, view, texts });
}

/** Until it has made its presses or is told to end: somebody somewhere pushes a key, one in four is red. */
async function pressAtRandom(
  homes: VirtualHome[],
  { presses }: DemoOptions,
  signal: AbortSignal,
): Promise<void> {
  const pause = presses === undefined ? [500, 3_000] : [50, 250];
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
  platform: StandInPlatform,
  { view, texts, ...options }: DemoOptions & { view: DemoView; texts: In<typeof DEMO> },
): void {
  const presses = homes.flatMap((home) => home.presses);
  const verdict = auditSeen(presses, platform.received);
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
