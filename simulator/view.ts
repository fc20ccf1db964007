// The live view of a run: redrawn in place on a terminal, a line every few seconds without one.
import type { Language } from '#gateway/messages/sentence.ts';
import type { Plan } from './plan.ts';
import type { ReportSample } from './report/model.ts';
import { frame, statusLine, type ViewState } from './view/frame.ts';

/** What the view needs of standard output. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 250;
const LINE_MS = 5_000;

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const TO_LINE_END = '\u001b[K';
const TO_SCREEN_END = '\u001b[J';

export class LiveView {
  readonly #screen: Screen;
  readonly #state: ViewState;
  /** Milliseconds since the start of the run. */
  readonly #elapsed: () => number;
  readonly #language: Language;
  #timer: NodeJS.Timeout | undefined;
  #drawn = 0;

  constructor(screen: Screen, plan: Plan, elapsed: () => number, language: Language = 'en') {
    this.#language = language;
    this.#screen = screen;
    this.#elapsed = elapsed;
    this.#state = { plan, at: 0, sample: undefined, made: 0, stored: 0, findings: 0 };
  }

  start(): void {
    if (this.#screen.isTTY) {
      // However the process ends, the cursor comes back.
      process.on('exit', this.#showCursor);
      this.#screen.write(HIDE_CURSOR);
    }
    this.#timer = setInterval(() => this.#draw(), this.#screen.isTTY ? REDRAW_MS : LINE_MS);
    this.#draw();
  }

  /** The latest second; it is seen at the next redraw. */
  show(sample: ReportSample): void {
    const state = this.#state;
    state.sample = sample;
    state.made += sample.pressesMade;
    state.stored += sample.pressesStored;
  }

  /** How many findings are known before the audit. */
  found(findings: number): void {
    this.#state.findings = findings;
  }

  /** The last frame stays; what is printed next comes below it. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#draw();
    if (!this.#screen.isTTY) return;
    process.off('exit', this.#showCursor);
    this.#showCursor();
  }

  readonly #showCursor = () => {
    this.#screen.write(SHOW_CURSOR);
  };

  #draw(): void {
    const { columns = 80, rows = 24, isTTY } = this.#screen;
    // Drawn from the moment when all is ready, a little before the timetable.
    this.#state.at = Math.max(this.#elapsed(), 0);
    if (!isTTY) {
      this.#screen.write(`${statusLine(this.#state, this.#language)}\n`);
      return;
    }
    // The last column and row stay free: a terminal that is full scrolls.
    const lines = frame(this.#state, columns - 1, rows - 1, this.#language);
    const home = this.#drawn > 0 ? `\u001b[${this.#drawn}F` : '';
    const text = lines.map((line) => `${line}${TO_LINE_END}\n`).join('');
    this.#drawn = lines.length;
    this.#screen.write(`${home}${text}${TO_SCREEN_END}`);
  }
}
