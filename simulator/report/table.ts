// The report for a terminal: the verdict first, then what it rests on.
import { FINDING_KINDS } from '../audit/findings.ts';
import type { Percentiles, RunReport } from './model.ts';
import { notesOf } from './notes.ts';
import { duration, LATE_GENERATOR_MS, latency, number } from './words.ts';

/** Of each kind; the JSON file has more. */
const FINDINGS_SHOWN = 5;

export function reportTable(report: RunReport): string {
  const { scenario, totals, homes, machine } = report;
  const interrupted = report.interrupted ? ', interrupted' : '';
  return [
    `${report.verdict.toUpperCase()}${interrupted}: ${plain(scenario.title)}`,
    ...notesOf(report).map(({ en }) => `NOTE: ${en}`),
    '',
    `scenario    ${plain(scenario.name)}, seed ${scenario.seed}, speed ${scenario.speed}×, ${duration(report.durationS)} from ${report.startedAt}`,
    `gateway     ${plain(report.gateway)}`,
    `homes       ${number(homes.whole)} whole, ${number(homes.light)} light, in ${report.generators} ${report.generators === 1 ? 'process' : 'processes'}`,
    `machine     ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, ${machine.platform}`,
    '',
    `presses     ${number(totals.presses)} made: ${number(totals.stored)} stored, ${number(totals.inOutbox)} still in an outbox, ${number(totals.rejected)} rejected`,
    `            ${number(totals.accepted)} accepted by the platform, ${number(totals.answered)} answered`,
    `deliveries  ${number(totals.deliveries)}, of which ${number(totals.redeliveries)} again`,
    '',
    `${''.padEnd(24)}${['p50', 'p90', 'p99', 'max', 'presses'].map((name) => name.padStart(10)).join('')}`,
    spreadRow('press → stored', report.latency.toStored),
    spreadRow('press → accepted', report.latency.toAccepted),
    spreadRow('red press → accepted', report.latency.redToAccepted),
    spreadRow('generator’s lateness', report.lateness),
    ...latenessWarning(report.lateness),
    '',
    ...findingLines(report),
    ...refusalLines(totals.refusals),
  ].join('\n');
}

/** The warning that latencies say more about the generator than about the gateway; empty when they don't. */
export function latenessWarning(lateness: Percentiles | null): string[] {
  if (lateness === null || lateness.p99 <= LATE_GENERATOR_MS) return [];
  return [
    `WARNING: the generator itself was late by up to ${latency(lateness.p99)} (p99). The latencies hold that too:`,
    '  use fewer homes, more cores, or a machine with less to do.',
  ];
}

function spreadRow(name: string, spread: Percentiles | null): string {
  if (spread === null) return `${name.padEnd(24)}${'–'.padStart(10)}`;
  const { p50, p90, p99, max, count } = spread;
  const figures = [...[p50, p90, p99, max].map(latency), number(count)];
  return `${name.padEnd(24)}${figures.map((figure) => figure.padStart(10)).join('')}`;
}

function findingLines({ findings, totals }: RunReport): string[] {
  if (findings.length === 0) return ['findings    none: nothing lost, nothing doubled'];
  return FINDING_KINDS.flatMap((kind) => {
    const count = totals.findings[kind] ?? 0;
    if (count === 0) return [];
    const shown = findings.filter((finding) => finding.kind === kind).slice(0, FINDINGS_SHOWN);
    const notShown = count - shown.length;
    return [
      `${kind}: ${number(count)}`,
      ...shown.map(({ what, detail }) => `  ${plain(what)}: ${plain(detail)}`),
      ...(notShown > 0 ? [`  … and ${number(notShown)} more`] : []),
    ];
  });
}

function refusalLines(refusals: Record<string, number> | null): string[] {
  if (refusals === null) return ['refusals    not known'];
  const counted = Object.entries(refusals).filter(([, count]) => count > 0);
  if (counted.length === 0) return ['refusals    none'];
  return [
    'refusals of the gateway',
    ...counted
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => `  ${plain(code).padEnd(24)}${number(count).padStart(10)}`),
  ];
}

/** A device_id or a title from elsewhere must not move the cursor or colour the terminal. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, '�');
}
