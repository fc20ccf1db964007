// What the demo prints: one line per press, rewritten in place while it moves where there is a terminal.
import { KEY_RED } from '#protocol/messages.ts';
import type { SeenPress } from './home.ts';

const RED = '\u001b[31m';
const GREEN = '\u001b[32m';
const PLAIN = '\u001b[0m';

export const HEADING = [
  ...['time    ', 'home      ', 'key  ', 'press→stored', 'press→accepted', 'press→answered'],
  'the light says',
].join('  ');

function since(press: SeenPress, at: number | undefined, width: number): string {
  return (at === undefined ? '…' : `${(at - press.pressedAt).toFixed(1)} ms`).padStart(width);
}

export class DemoView {
  readonly #out: NodeJS.WriteStream;
  /** Presses that still move, oldest first, with their line. */
  readonly #moving = new Map<SeenPress, string>();
  #drawn = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  print(text: string): void {
    this.#erase();
    this.#out.write(`${text}\n`);
    this.#draw();
  }

  /** Without a terminal a press has one line, when it is answered. */
  show(press: SeenPress, light: string): void {
    const isDone = press.answeredAt !== undefined;
    const line = this.#line(press, light);
    if (isDone && this.#moving.has(press)) {
      this.#moving.delete(press);
      this.print(line);
      return;
    }
    if (isDone) return;
    this.#moving.set(press, line);
    this.#erase();
    this.#draw();
  }

  #line(press: SeenPress, light: string): string {
    const [name, colour] = press.key === KEY_RED ? ['red  ', RED] : ['green', GREEN];
    const key = this.#out.isTTY ? `${colour}${name}${PLAIN}` : name;
    return [
      new Date(performance.timeOrigin + press.pressedAt).toTimeString().slice(0, 8),
      press.deviceId.padEnd(10),
      key,
      since(press, press.storedAt, 12),
      since(press, press.acceptedAt, 14),
      since(press, press.answeredAt, 14),
      light,
    ].join('  ');
  }

  #draw(): void {
    if (!this.#out.isTTY) return;
    const room = (this.#out.rows ?? 24) - 2;
    const lines = [...this.#moving.values()].slice(-room);
    for (const line of lines) this.#out.write(`${line}\n`);
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#out.write(`\u001b[${this.#drawn}F\u001b[J`);
    this.#drawn = 0;
  }
}
