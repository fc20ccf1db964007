// One run of a plan: gateway, platform, generators and faults, from the first start to the audited report.
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { audit } from './audit/audit.ts';
import { wrongWith } from './audit/event.ts';
import { ReceivedPresses } from './audit/received.ts';
import { Faults } from './faults.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import type { HomeToRun } from './generator/messages.ts';
import { type Collected, GeneratorPool } from './generator/pool.ts';
import { IN_OUTBOX, STORED } from './ledger.ts';
import type { Plan } from './plan.ts';
import { type PlatformDelivery, type PlatformOptions, StandInPlatform } from './platform.ts';
import { buildReport } from './report/build.ts';
import type { ReportSample, RunReport } from './report/model.ts';
import { SampleLog } from './report/samples.ts';

export interface RunOptions {
  gateway: GatewayUnderTest;
  processes: number;
  /** The program of the generator processes, when it is not the usual one. */
  generator?: string;
  speed: number;
  /** Where the stand-in platform listens on loopback, and what it signs with; by default any port, a new secret. */
  platform?: { port: number; secret: string };
  /** Aborts: what goes on is ended, and the report is made of what happened so far. */
  signal: AbortSignal;
  onSample?: (sample: ReportSample) => void;
  /** Every delivery and notice that the platform answers. */
  onDelivery?: (delivery: PlatformDelivery) => void;
  onNotice?: PlatformOptions['onNotice'];
  /** The run begins: from now on `elapsed` counts. */
  onStart?: (elapsed: () => number) => void;
}

/** Between everything being ready and the first moment of the timetable. */
const HEAD_START_MS = 500;
const LOOK_EVERY_MS = 500;
const NOT_BEGUN = 'interrupted before the timetable began: nothing was run';

export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** Rejects with a sentence for a person when something that it needs can't be started, or dies. */
export async function run(plan: Plan, options: RunOptions): Promise<RunReport> {
  const stack: (() => Promise<void>)[] = [];
  try {
    return await runOn(plan, options, stack);
  } finally {
    for (const stop of stack.reverse()) await stop().catch(() => {});
  }
}

async function runOn(
  plan: Plan,
  options: RunOptions,
  stack: (() => Promise<void>)[],
): Promise<RunReport> {
  const { gateway, signal, processes, speed } = options;
  const { port, secret } = options.platform ?? { port: 0, secret: newSecret() };
  const identities = await gateway.identify(plan.homes.length);
  const homes = plan.homes.map((home, index): HomeToRun => {
    return { ...home, ...(identities[index] as (typeof identities)[number]) };
  });

  let epoch = Number.POSITIVE_INFINITY;
  const elapsed = () => performance.timeOrigin + performance.now() - epoch;
  const received = new ReceivedPresses(homes);
  const { answerAfterMs } = plan;
  const homeOf = new Map(homes.map((home) => [home.deviceId, home]));
  const altered: { id: string; detail: string }[] = [];
  const platform = new StandInPlatform({
    secret,
    ...(answerAfterMs ? { answerAfterMs: () => between(answerAfterMs) } : {}),
    ...(options.onNotice ? { onNotice: options.onNotice } : {}),
    onTaken: (event) => {
      received.accept(event.id, elapsed());
      options.onDelivery?.({ event, status: 200 });
    },
    onDelivery: (delivery) => {
      options.onDelivery?.(delivery);
      const { event, status } = delivery;
      const isAccepted = status === 200 || status === 201 || status === 204;
      const { call_id, key } = event.data;
      received.record(
        event.id,
        call_id,
        elapsed(),
        isAccepted,
        key === 'red' ? KEY_RED : KEY_GREEN,
      );
      const home = homeOf.get(event.id.split('/')[0] ?? '');
      const detail = home && wrongWith(event, { ...home, ...gateway.recordOf(home) });
      if (detail) altered.push({ id: event.id, detail });
    },
  });
  stack.push(() => platform.stop());
  const url = await platform.start(port);
  stack.push(() => gateway.stop());
  await gateway.start(homes, { url, secret });
  if (signal.aborted) throw new Error(NOT_BEGUN);
  if (gateway.httpUrl) platform.reportTo(gateway.httpUrl);

  const pool = new GeneratorPool({
    processes,
    ...(options.generator === undefined ? {} : { entry: options.generator }),
  });
  const failed = new Promise<never>((_, reject) => pool.once('failed', reject));
  failed.catch(() => {});
  stack.push(() => pool.end());
  epoch = performance.timeOrigin + performance.now() + HEAD_START_MS;
  const { presses, seed, retryLongestMs } = plan;
  await pool.start({
    gateway: gateway.address,
    epoch,
    homes,
    presses,
    seed,
    ...(retryLongestMs === undefined ? {} : { retryLongestMs }),
  });

  if (signal.aborted) throw new Error(NOT_BEGUN);
  const startedAt = new Date();
  const samples = new SampleLog();
  let deliveriesBefore = 0;
  pool.on('sample', (sample) => {
    const deliveries = received.deliveries - deliveriesBefore;
    deliveriesBefore = received.deliveries;
    options.onSample?.(samples.add(sample, deliveries));
  });
  options.onStart?.(elapsed);

  const struck = new Promise<never>((_, reject) => {
    const targets = { pool, platform, killGateway: () => gateway.killAndRestart() };
    const faults = new Faults(plan, targets, reject);
    stack.push(() => faults.stop());
    faults.start(elapsed());
    signal.addEventListener('abort', () => void faults.mend(homes.map(({ index }) => index)));
  });
  struck.catch(() => {});
  let death: Error | undefined;
  const died = new Promise<void>((resolve) => {
    gateway.onDeath((error) => {
      death = error;
      resolve();
    });
  });
  const wait = pause(Math.max(plan.durationMs - elapsed(), 0), undefined, { signal }).catch(
    () => {},
  );
  await Promise.race([wait, died, failed, struck]);
  const interrupted = signal.aborted || death !== undefined;

  const settling = settle(pool, received, death ? 0 : plan.settleMs);
  const { ledger, acceptedSeen, ...settled } = await Promise.race([settling, failed, struck]);
  const refusals = await gateway.refusals();
  if (gateway.outlivesRun) await platform.closeCalls();
  const { expect } = plan;
  const { forged } = platform;
  const result = audit({
    ledgers: ledger,
    acceptedSeen,
    received,
    forged,
    expect,
    altered,
    ...(refusals ? { refusals } : {}),
    ...(interrupted ? {} : { settled }),
    ...(death ? { died: death.message } : {}),
  });
  return buildReport({
    plan,
    speed,
    startedAt,
    interrupted,
    samples,
    durationS: elapsed() / 1_000,
    gateway: gateway.name,
    generators: processes,
    audit: result,
  });
}

/** Waits until every press has come to rest, at most so long; returns what the homes know then. */
async function settle(
  pool: GeneratorPool,
  received: ReceivedPresses,
  settleMs: number,
): Promise<Collected> {
  const until = performance.now() + settleMs;
  for (;;) {
    const collected = await pool.collect();
    if (isSettled(collected, received) || performance.now() > until) return collected;
    await pause(LOOK_EVERY_MS);
  }
}

/** Nothing waits in an outbox, and every home whose press was stored knows that it was accepted. */
function isSettled({ ledger }: Collected, received: ReceivedPresses): boolean {
  return ledger.every(({ length, home, bootId, seq, state, acceptedAt }) => {
    for (let row = 0; row < length; row++) {
      if (state[row] === IN_OUTBOX) return false;
      if (state[row] !== STORED) continue;
      if (Number.isNaN(acceptedAt[row])) return false;
      if (received.find(home[row]!, bootId[row]!, seq[row]!) === -1) return false;
    }
    return true;
  });
}

function between({ least, most }: { least: number; most: number }): number {
  return least + Math.random() * (most - least);
}
