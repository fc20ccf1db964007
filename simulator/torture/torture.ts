// `call-button torture`: kills the gateway again and again under a flood, and proves that nothing was lost or doubled.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reportPage } from '../report/html.ts';
import { writePage, writeReport } from '../report/json.ts';
import type { RunReport } from '../report/model.ts';
import { reportTable } from '../report/table.ts';
import { run } from '../run.ts';
import { type Account, accountForMissedDeadlines } from './missed-deadlines.ts';
import { MEAN_CYCLE_MS, torturePlan } from './plan.ts';
import { TorturedGateway } from './tortured-gateway.ts';

export interface TortureOptions {
  kills: number;
  /** Drawn when it is left out, and printed: the same seed tortures in the same way. */
  seed?: number;
  homes: number;
  rate: number;
  /** After each kill, cut off the journal's log what was not synced. */
  powerCut?: boolean;
  out: string;
}

const SHOWN_FAULTS = 20;

/** Sets the exit code: 0 passed, 1 failed, 2 not all of it was done. */
export async function torture(options: TortureOptions): Promise<void> {
  const seed = options.seed ?? Math.floor(Math.random() * 0xffffffff);
  const { kills, homes, rate, powerCut: cutsPower = false, out } = options;
  const plan = torturePlan({ kills, seed, homes, rate });
  process.stdout.write(
    `${kills} ${cutsPower ? 'power cuts' : 'kills'} under ${rate} presses/s of ${homes} homes, ` +
      `about ${Math.ceil((plan.durationMs + 60_000) / 60_000)} min. Seed ${seed}.\n`,
  );
  const ending = new AbortController();
  const end = () => ending.abort();
  process.on('SIGINT', end).on('SIGTERM', end);
  const onKill = (done: number) => {
    if (done % 10 === 0 || done === kills) process.stdout.write(`${done} of ${kills}\n`);
  };
  const withinMs = kills * MEAN_CYCLE_MS;
  const gateway = new TorturedGateway({ kills, seed, withinMs, cutsPower, onKill });
  const acceptedAt = new Map<string, number>();
  const notices = new Set<string>();
  const report = await run(plan, {
    gateway,
    processes: 1,
    speed: 1,
    signal: ending.signal,
    onDelivery: ({ event, status }) => {
      if (status === 200 && !acceptedAt.has(event.id)) acceptedAt.set(event.id, Date.now());
    },
    onNotice: ({ id }) => notices.add(id),
  });
  process.stdout.write(`\n${reportTable(report)}\n`);
  const { journal, dead } = gateway;
  if (journal === undefined) throw new Error('the journal could not be read after the run');
  const account = accountForMissedDeadlines({ journal, acceptedAt, notices, dead });
  process.stdout.write(summary(gateway, account, cutsPower));
  await keep(report, out);
  const isLiedTo = gateway.lies.has(200);
  if (report.verdict === 'failed' || account.faults.length > 0 || isLiedTo) process.exitCode = 1;
  else if (report.interrupted || gateway.kills < kills) process.exitCode = 2;
}

function summary(gateway: TorturedGateway, account: Account, cutsPower: boolean): string {
  const { kills, mischief, lies, cutBytes } = gateway;
  const did = Object.entries(mischief).map(([what, count]) => `${count} ${what}`);
  const lied = [...lies].map(([status, count]) => `${count} × ${status}`);
  const lines = [
    `Kills:     ${kills}${cutsPower ? `, ${cutBytes} bytes that were not synced were cut off` : ''}`,
    `Frames:    ${did.join(', ')}`,
    `Lies:      ${lied.join(', ') || 'none'}${lies.has(200) ? ': ONE WAS BELIEVED' : ', none believed'}`,
    `Deadlines: ${account.late} presses accepted late, ${account.missed} breaches, ` +
      `${account.faults.length} that don't add up`,
    ...account.faults.slice(0, SHOWN_FAULTS).map((fault) => `  ${fault}`),
  ];
  return `${lines.join('\n')}\n`;
}

async function keep(report: RunReport, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const stamp = report.startedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const path = join(out, `torture-${stamp}`);
  await writeReport(`${path}.json`, report);
  await writePage(`${path}.html`, reportPage(report));
  process.stdout.write(`Report: ${path}.json and ${path}.html\n`);
}
