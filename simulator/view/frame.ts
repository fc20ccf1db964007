// What the live view shows, as lines of text: the run's time, rates, latencies, homes, faults and findings.
import { type In, type Language, textsIn } from '#gateway/messages/sentence.ts';
import type { Plan, PlannedFault } from '../plan.ts';
import type { Percentiles, ReportSample } from '../report/model.ts';
import { plain } from '../report/table.ts';
import { duration, LATE_GENERATOR_MS, latency, number } from '../report/words.ts';
import { VIEW } from './texts.ts';

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

/** Width of the names in front, in columns. */
const NAME_WIDTH = 11;

type Texts = In<typeof VIEW>;

/** Never more than `rows` lines, none longer than `columns` characters. */
export function frame(
  state: ViewState,
  columns: number,
  rows: number,
  language: Language = 'en',
): string[] {
  const texts = textsIn(VIEW, language);
  const { plan, at, made, stored, findings } = state;
  const lines = [
    texts.title(plain(plan.title), number(plan.homes.length), plan.seed),
    progress(plan, at, columns, texts),
    '',
    ...rates(state.sample, texts),
    named(texts.soFar, texts.presses(number(made), number(stored))),
    named(texts.findings, findings === 0 ? texts.judgedLater : number(findings)),
    '',
    ...faults(plan, at, texts),
  ];
  return lines.slice(0, Math.max(1, rows)).map((line) => cut(line, columns));
}

/** Without a terminal: one line. */
export function statusLine(
  { plan, at, sample, made, stored, findings }: ViewState,
  language: Language = 'en',
): string {
  const texts = textsIn(VIEW, language);
  const told = (spread: Percentiles | null | undefined) =>
    spread ? `${latency(spread.p50)}/${latency(spread.p99)}` : '–';
  const striking = plan.faults.filter((fault) => isStriking(fault, at)).map(({ title }) => title);
  const stages = [sample?.toStored, sample?.toAccepted, sample?.redToAccepted] as const;
  return [
    timeOf(plan, at, texts).words,
    texts.presses(number(made), number(stored)),
    texts.latencies(told(stages[0]), told(stages[1]), told(stages[2])),
    texts.connected(number(sample?.connected ?? 0), number(plan.homes.length)),
    ...(isLate(sample?.lateness) ? [texts.lateBy(told(sample?.lateness))] : []),
    ...(findings > 0 ? [texts.findingsSoFar(number(findings))] : []),
    ...striking.map((title) => texts.striking(plain(title))),
  ].join('; ');
}

function named(name: string, value: string): string {
  return `${padded(name, NAME_WIDTH - 1)} ${value}`;
}

/** As `padEnd`, by the columns that a terminal takes for it. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** After its time a run waits until everything has settled. */
function timeOf(
  { durationMs, settleMs }: Plan,
  at: number,
  texts: Texts,
): { words: string; share: number } {
  const isSettling = at >= durationMs;
  const [of, end] = isSettling ? [at - durationMs, settleMs] : [at, durationMs];
  const tell = isSettling ? texts.settling : texts.time;
  const words = tell(duration(of / 1_000), duration(end / 1_000));
  return { words, share: Math.min(1, end === 0 ? 1 : of / end) };
}

function progress(plan: Plan, at: number, columns: number, texts: Texts): string {
  const { words, share } = timeOf(plan, at, texts);
  const width = Math.max(4, Math.min(48, columns - widthOf(words) - 3));
  const filled = Math.round(width * share);
  return `[${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${words}`;
}

function rates(sample: ReportSample | undefined, texts: Texts): string[] {
  if (sample === undefined) return [texts.switchedOn];
  const { pressesMade, heartbeatsSent, deliveries, lateness } = sample;
  const { connected, connecting, off } = sample;
  return [
    named(
      texts.perSecond,
      texts.rates(number(pressesMade), number(heartbeatsSent), number(deliveries)),
    ),
    named(texts.homes, texts.states(number(connected), number(connecting), number(off))),
    '',
    named(texts.latency, `${'p50'.padStart(9)}${'p99'.padStart(9)}`),
    spreadLine(texts.stored, sample.toStored),
    spreadLine(texts.accepted, sample.toAccepted),
    spreadLine(texts.red, sample.redToAccepted),
    `${spreadLine(texts.generator, lateness)}${isLate(lateness) ? `  ${texts.late}` : ''}`,
    '',
  ];
}

function isLate(lateness: Percentiles | null | undefined): boolean {
  return lateness != null && lateness.p99 > LATE_GENERATOR_MS;
}

function spreadLine(name: string, spread: Percentiles | null): string {
  const [p50, p99] = spread ? [latency(spread.p50), latency(spread.p99)] : ['–', '–'];
  return named(name, `${p50.padStart(9)}${p99.padStart(9)}`);
}

function isStriking({ at, until }: PlannedFault, now: number): boolean {
  // What has no duration is seen for a moment all the same.
  return at <= now && now < Math.max(until, at + 2_000);
}

/** Those that strike now, then the next one. */
function faults({ faults: all }: Plan, now: number, texts: Texts): string[] {
  const striking = all.filter((fault) => isStriking(fault, now));
  const shown = striking.slice(0, FAULTS_SHOWN).map(({ title, until }) => {
    const left = until > now ? texts.left(duration((until - now) / 1_000)) : '';
    return named(texts.now, `${plain(title)}${left}`);
  });
  const notShown = striking.length - shown.length;
  const next = all.filter(({ at }) => at > now).sort((a, b) => a.at - b.at)[0];
  const until = next ? duration((next.at - now) / 1_000) : '';
  return [
    ...shown,
    ...(notShown > 0 ? [named('', texts.moreFaults(notShown))] : []),
    ...(next
      ? [named(texts.next, texts.inTime(plain(next.title), until))]
      : striking.length === 0
        ? [texts.noMore]
        : []),
  ];
}

const TWO_COLUMNS =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Titles may be Chinese: such a character takes two columns. */
export function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (TWO_COLUMNS.test(character) ? 2 : 1), 0);
}

/** The line, or what of it fits with an ellipsis behind. */
export function cut(line: string, columns: number): string {
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
