// What the live view shows, as lines of text: the run's time, rates, latencies, homes, faults and findings.
import type { Plan, PlannedFault } from '../plan.ts';
import type { Percentiles, ReportSample } from '../report/model.ts';
import { plain } from '../report/table.ts';
import { duration, LATE_GENERATOR_MS, latency, number } from '../report/words.ts';

export interface ViewState {
  plan: Plan;
  /** Milliseconds since the start. */
  at: number;
  /** The latest second; undefined: none yet. */
  sample: ReportSample | undefined;
  /** Over the run so far. */
  made: number;
  stored: number;
  /** Known so far, such as deliveries with a wrong signature; the audit comes after the run. */
  findings: number;
}

const FAULTS_SHOWN = 4;

/** Never more than `rows` lines, none longer than `columns` characters. */
export function frame(state: ViewState, columns: number, rows: number): string[] {
  const { plan, at, made, stored, findings } = state;
  const lines = [
    `${plain(plan.title)} (${number(plan.homes.length)} homes, seed ${plan.seed})`,
    progress(plan, at, columns),
    '',
    ...rates(state.sample),
    `so far     ${number(made)} presses, ${number(stored)} stored`,
    `findings   ${findings === 0 ? 'judged after the run' : number(findings)}`,
    '',
    ...faults(plan, at),
  ];
  return lines.slice(0, Math.max(1, rows)).map((line) => cut(line, columns));
}

/** Without a terminal: one line. */
export function statusLine({ plan, at, sample, made, stored, findings }: ViewState): string {
  const told = (spread: Percentiles | null | undefined) =>
    spread ? `${latency(spread.p50)}/${latency(spread.p99)}` : '–';
  const striking = plan.faults.filter((fault) => isStriking(fault, at)).map(({ title }) => title);
  return [
    `${duration(at / 1_000)} of ${duration(plan.durationMs / 1_000)}`,
    `${number(made)} presses, ${number(stored)} stored`,
    `stored ${told(sample?.toStored)}, accepted ${told(sample?.toAccepted)}, red ${told(sample?.redToAccepted)} (p50/p99)`,
    `${number(sample?.connected ?? 0)} of ${number(plan.homes.length)} homes connected`,
    ...(isLate(sample?.lateness) ? [`generator late ${told(sample?.lateness)}`] : []),
    ...(findings > 0 ? [`${number(findings)} findings`] : []),
    ...striking.map((title) => `now: ${plain(title)}`),
  ].join('; ');
}

/** After its time a run waits until everything has settled. */
function progress({ durationMs, settleMs }: Plan, at: number, columns: number): string {
  const isSettling = at >= durationMs;
  const [of, end] = isSettling ? [at - durationMs, settleMs] : [at, durationMs];
  const words = `${isSettling ? 'settling ' : ''}${duration(of / 1_000)} of ${isSettling ? 'at most ' : ''}${duration(end / 1_000)}`;
  const width = Math.max(4, Math.min(48, columns - words.length - 3));
  const filled = Math.round(width * Math.min(1, end === 0 ? 1 : of / end));
  return `[${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${words}`;
}

function rates(sample: ReportSample | undefined): string[] {
  if (sample === undefined) return ['homes are being switched on …'];
  const { pressesMade, heartbeatsSent, deliveries, lateness } = sample;
  return [
    `per second ${number(pressesMade)} presses, ${number(heartbeatsSent)} heartbeats, ${number(deliveries)} deliveries`,
    `homes      ${number(sample.connected)} connected, ${number(sample.connecting)} connecting, ${number(sample.off)} off`,
    '',
    `latency    ${'p50'.padStart(9)}${'p99'.padStart(9)}`,
    spreadLine('stored', sample.toStored),
    spreadLine('accepted', sample.toAccepted),
    spreadLine('red', sample.redToAccepted),
    `${spreadLine('generator', lateness)}${isLate(lateness) ? '  LATE: latencies hold this too' : ''}`,
    '',
  ];
}

function isLate(lateness: Percentiles | null | undefined): boolean {
  return lateness != null && lateness.p99 > LATE_GENERATOR_MS;
}

function spreadLine(name: string, spread: Percentiles | null): string {
  const [p50, p99] = spread ? [latency(spread.p50), latency(spread.p99)] : ['–', '–'];
  return `${name.padEnd(11)}${p50.padStart(9)}${p99.padStart(9)}`;
}

function isStriking({ at, until }: PlannedFault, now: number): boolean {
  // What has no duration is seen for a moment all the same.
  return at <= now && now < Math.max(until, at + 2_000);
}

/** Those that strike now, then the next one. */
function faults({ faults: all }: Plan, now: number): string[] {
  const striking = all.filter((fault) => isStriking(fault, now));
  const shown = striking.slice(0, FAULTS_SHOWN).map(({ title, until }) => {
    const left = until > now ? ` (${duration((until - now) / 1_000)} left)` : '';
    return `! now      ${plain(title)}${left}`;
  });
  const notShown = striking.length - shown.length;
  const next = all.filter(({ at }) => at > now).sort((a, b) => a.at - b.at)[0];
  return [
    ...shown,
    ...(notShown > 0 ? [`           and ${notShown} more faults`] : []),
    ...(next
      ? [`next fault ${plain(next.title)} in ${duration((next.at - now) / 1_000)}`]
      : striking.length === 0
        ? ['no more faults']
        : []),
  ];
}

const TWO_COLUMNS =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Titles may be Chinese: such a character takes two columns. */
export function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (TWO_COLUMNS.test(character) ? 2 : 1), 0);
}

function cut(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let text = '';
  let width = 0;
  for (const character of line) {
    width += widthOf(character);
    if (width >= columns) break;
    text += character;
  }
  return `${text}…`;
}
