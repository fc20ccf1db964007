// The interpreter's own prompt on a cable: one short line, one answer, and again until the answer has come.
import type { SerialLine } from '../cable/serial-line.ts';
import { Failure } from '../failure.ts';
import { type Pace, unlessInterrupted } from '../pace.ts';

/** Ctrl-C clears what stands in the prompt's line, and DLE keeps it from saying again what it is given. */
const CLEAR = '\x03\n';
const NO_ECHO = '\x10';

export class Prompt {
  readonly #line: SerialLine;
  readonly #pace: Pace;
  readonly #signal: AbortSignal;
  #number = 0;
  #hear: (bytes: string) => void = () => {};

  constructor(line: SerialLine, pace: Pace, signal: AbortSignal) {
    this.#line = line;
    this.#pace = pace;
    this.#signal = signal;
    line.onBytes((bytes) => this.#hear(bytes));
  }

  /**
   * The value of an expression, as text in one line. It may be evaluated more than once, because the cable loses bytes.
   * Errors: PROMPT_SILENT, CABLE_LOST, INTERRUPTED.
   */
  async ask(
    expression: string,
    attempts = this.#pace.attempts,
    withinMs?: number,
  ): Promise<string> {
    this.#number += 1;
    const begin = `<${this.#number}:`;
    // In two pieces: a prompt that does echo must not be taken for its answer.
    const line = `${NO_ECHO}print("<"+"${this.#number}:"+(${expression})+">")\n`;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) this.#line.write(CLEAR);
      const answer = await this.#answer(line, begin, withinMs ?? this.#pace.answerMs);
      if (answer !== undefined) return answer;
    }
    throw new Failure('PROMPT_SILENT', this.#line.path);
  }

  /** Something after which nobody answers. */
  tell(statement: string): void {
    this.#line.write(`${CLEAR}${NO_ECHO}${statement}\n`);
  }

  async #answer(line: string, begin: string, withinMs: number): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<string | undefined>((resolve) => {
      let heard = '';
      this.#hear = (bytes) => {
        heard += bytes;
        const at = heard.indexOf(begin);
        const end = heard.indexOf('>', at);
        if (at >= 0 && end > at) resolve(heard.slice(at + begin.length, end));
      };
      timer = setTimeout(() => resolve(undefined), withinMs);
    });
    const lost = this.#line.lost.then(() => {
      throw new Failure('CABLE_LOST', this.#line.path);
    });
    this.#line.write(line);
    try {
      return await unlessInterrupted(Promise.race([answered, lost]), this.#signal);
    } finally {
      clearTimeout(timer);
      this.#hear = () => {};
    }
  }
}
