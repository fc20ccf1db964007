// What the demo prints: one line per press, rewritten in place while it moves where there is a terminal.
import type { In } from '#gateway/messages/sentence.ts';
import { KEY_RED } from '#protocol/messages.ts';
import type { DEMO } from './demo-texts.ts';
import type { SeenPress } from './home.ts';
import { latency } from './report/words.ts';
import { cut, widthOf } from './view/frame.ts';

const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

/** With the longest text of the light they fit 80 columns. */
const COLUMNS = [8, 8, 5, 7, 8, 8] as const;

function row(cells: readonly string[], light: string): string {
  const padded = cells.map((cell, index) => {
    const blanks = Math.max(0, (COLUMNS[index] as number) - widthOf(cell));
    return ' '.repeat(blanks) + cell;
  });
  return [...padded, light].join(' ');
}

/** Two lines. Times count from the push of the key to the moment when the home knew. */
export function heading(texts: In<typeof DEMO>): string {
  return ([0, 1] as const)
    .map((line) => {
      const cells = COLUMNS.map((_, column) => texts.heading(line, column));
      return row(cells, texts.heading(line, COLUMNS.length));
    })
    .join('\n');
}

function since(press: SeenPress, at: number | undefined): string {
  return at === undefined ? '…' : latency(at - press.pressedAt);
}

export class DemoView {
  readonly #out: NodeJS.WriteStream;
  readonly #texts: In<typeof DEMO>;
  /** Presses that still move, oldest first, with their line. */
  readonly #moving = new Map<SeenPress, string>();
  #drawn = 0;

  constructor(out: NodeJS.WriteStream, texts: In<typeof DEMO>) {
    this.#out = out;
    this.#texts = texts;
  }

  print(text: string): void {
    this.#write(`${this.#erased()}${text}\n${this.#drawing()}`);
  }

  /** Who reads has pressed Enter, by which the terminal has moved one line down. */
  entered(): void {
    if (this.#out.isTTY) this.#write('\u001b[A');
  }

  /** Without a terminal a press has one line, when it is answered. */
  show(press: SeenPress, light: string): void {
    const line = this.#line(press, light);
    if (press.answeredAt === undefined) {
      this.#moving.set(press, line);
      this.#write(`${this.#erased()}${this.#drawing()}`);
    } else if (this.#moving.delete(press)) {
      this.print(this.#coloured(line));
    }
  }

  /** Leaves the presses that still move as they are; what is printed then stands below them. */
  finish(): void {
    const rest = [...this.#moving.values()].map((line) => `${this.#coloured(line)}\n`).join('');
    this.#moving.clear();
    this.#write(`${this.#erased()}${rest}`);
  }

  #line(press: SeenPress, light: string): string {
    const key = press.key === KEY_RED ? this.#texts.red : this.#texts.green;
    const time = new Date(performance.timeOrigin + press.pressedAt).toTimeString().slice(0, 8);
    const times = [press.storedAt, press.acceptedAt, press.answeredAt].map((at) =>
      since(press, at),
    );
    return row([time, press.deviceId, key, ...times], light);
  }

  #coloured(line: string): string {
    const { red } = this.#texts;
    return this.#out.isTTY ? line.replace(` ${red} `, ` ${RED}${red}${PLAIN} `) : line;
  }

  #drawing(): string {
    if (!this.#out.isTTY) return '';
    const lines = [...this.#moving.values()].slice(2 - this.#out.rows);
    this.#drawn = lines.length;
    // A line that wraps could not be taken back.
    const fitting = lines.map((line) => cut(line, this.#out.columns - 1));
    return fitting.map((line) => `${this.#coloured(line)}\n`).join('');
  }

  /** Takes back the lines that were drawn. */
  #erased(): string {
    const drawn = this.#drawn;
    this.#drawn = 0;
    return drawn > 0 ? `\u001b[${drawn}F\u001b[J` : '';
  }

  #write(text: string): void {
    if (text !== '') this.#out.write(text);
  }
}
