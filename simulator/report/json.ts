// The report as a file: written in one piece, and checked when it is read back.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { reasonOf } from '#gateway/domain/reason.ts';
import { writeDurably } from '#gateway/system/durable.ts';
import { FINDING_KINDS } from '../audit/findings.ts';
import { REPORT_VERSION, type RunReport } from './model.ts';

const count = z.number().int().nonnegative();
const PercentilesSchema = z.object({
  count,
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  max: z.number(),
});
const Spread = PercentilesSchema.nullable();
const LatencySchema = z.object({ toStored: Spread, toAccepted: Spread, redToAccepted: Spread });
const Kind = z.enum(FINDING_KINDS);

const SampleSchema = LatencySchema.extend({
  t: z.number(),
  off: count,
  connecting: count,
  connected: count,
  heartbeatsSent: count,
  deliveries: count,
  pressesMade: count,
  pressesStored: count,
  lateness: Spread,
});

const TotalsSchema = z.object({
  presses: count,
  stored: count,
  accepted: count,
  answered: count,
  inOutbox: count,
  rejected: count,
  deliveries: count,
  redeliveries: count,
  refusals: z.record(z.string(), count).nullable(),
  findings: z
    .record(z.string(), count)
    .refine((counts) => Object.keys(counts).every((kind) => Kind.safeParse(kind).success), {
      error: `the kinds of findings are ${FINDING_KINDS.join(', ')}`,
    }),
});

const ReportSchema = z.object({
  version: z.literal(REPORT_VERSION),
  scenario: z.object({
    name: z.string(),
    title: z.string(),
    about: z.string(),
    seed: z.number(),
    speed: z.number().positive(),
  }),
  startedAt: z.iso.datetime({ offset: true }),
  durationS: z.number().nonnegative(),
  interrupted: z.boolean(),
  gateway: z.string(),
  machine: z.object({
    cpu: z.string(),
    cores: count,
    memoryGb: z.number(),
    node: z.string(),
    platform: z.string(),
  }),
  homes: z.object({ whole: count, light: count }),
  generators: count,
  verdict: z.enum(['passed', 'failed']),
  totals: TotalsSchema,
  latency: LatencySchema,
  lateness: Spread,
  findings: z.array(z.object({ kind: Kind, what: z.string(), detail: z.string() })),
  faults: z.array(z.object({ from: z.number(), until: z.number(), title: z.string() })),
  samples: z.array(SampleSchema),
});

/** An error whose message is for a person. */
export class ReportFileError extends Error {}

/** For everybody on the machine, and there after a power cut. Rejects with a ReportFileError. */
export async function writePage(path: string, text: string): Promise<void> {
  try {
    await writeDurably(path, text, { mode: 0o666 });
  } catch (error) {
    const why = reasonOf(error);
    throw new ReportFileError(
      `${path} could not be written: ${why}\nChoose a folder that exists and can be written to.`,
    );
  }
}

export async function writeReport(path: string, report: RunReport): Promise<void> {
  await writePage(path, `${JSON.stringify(report, null, 1)}\n`);
}

/** Rejects with a ReportFileError when there is no report of this version in the file. */
export async function readReport(path: string): Promise<RunReport> {
  const what = 'Give the JSON file that `simulate` wrote.';
  let found: unknown;
  try {
    found = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = reasonOf(error);
    throw new ReportFileError(`${path} is not a report that can be read: ${why}\n${what}`);
  }
  const version = (found as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== REPORT_VERSION) {
    throw new ReportFileError(
      `${path} is a report of version ${version}; this simulator reads version ${REPORT_VERSION}. Make it anew.`,
    );
  }
  const parsed = ReportSchema.safeParse(found);
  if (parsed.success) return parsed.data as RunReport;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'the whole';
  throw new ReportFileError(`${path} is not a report: ${where}: ${issue?.message}\n${what}`);
}
