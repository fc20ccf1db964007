// An installer at a terminal: questions and choices, a line for each thing that is known, one that is written over.
import {
  type CANCEL_SYMBOL,
  confirm,
  intro,
  isCancel,
  log,
  outro,
  password,
  select,
  text,
} from '@clack/prompts';
import { Failure } from '../failure.ts';
import type { FieldName } from '../fields.ts';
import type { Check, Choice, Installer, Question, ReviewLine } from './installer.ts';
import { failureText } from './plain.ts';
import type { Texts } from './texts.ts';
import { widthOf } from './width.ts';

const CLEAR = '\r\u001b[2K';

export class TerminalInstaller implements Installer {
  readonly interactive = true;
  readonly texts: Texts;
  readonly #signal: AbortSignal;
  #hasProgress = false;

  constructor(texts: Texts, signal: AbortSignal) {
    this.texts = texts;
    this.#signal = signal;
  }

  begin(title: string): void {
    intro(title);
  }

  end(words: string): void {
    this.#clear();
    outro(words);
  }

  step(number: number, of: number, title: string): void {
    this.#clear();
    log.step(`${number}/${of}  ${title}`);
  }

  note(words: string): void {
    this.#clear();
    log.message(words, { spacing: 0 });
  }

  progress(words: string): void {
    const width = (process.stdout.columns ?? 80) - 4;
    process.stdout.write(`${CLEAR}│  ${cut(words, width)}`);
    this.#hasProgress = true;
  }

  warn(words: string): void {
    this.#clear();
    log.warn(words);
  }

  ask(words: string): void {
    this.#clear();
    log.info(words);
  }

  failure(failure: Failure): void {
    this.#clear();
    log.error(failureText(this.texts, failure));
  }

  async text(field: FieldName, check: Check, suggestion?: string): Promise<string> {
    this.#clear();
    const message = this.texts.fields[field];
    const validate = (value: string | undefined) => this.#fault(check, value);
    const initialValue = suggestion === undefined ? {} : { initialValue: suggestion };
    return answered(await text({ message, validate, ...initialValue, signal: this.#signal })) ?? '';
  }

  async secret(field: FieldName, check: Check): Promise<string> {
    this.#clear();
    const validate = (value: string | undefined) => this.#fault(check, value);
    const message = this.texts.fields[field];
    return answered(await password({ message, validate, signal: this.#signal })) ?? '';
  }

  async review(lines: readonly ReviewLine[]): Promise<FieldName | null> {
    const { texts } = this;
    this.#clear();
    const width = Math.max(...lines.map(({ label }) => widthOf(label)));
    const table = lines.map(({ label, value }) =>
      texts.reviewLine(label, ' '.repeat(width - widthOf(label)) + value),
    );
    log.message(table.join('\n'));
    const corrections = lines
      .filter(({ isFixed }) => !isFixed)
      .map(
        ({ field, label }): Choice<FieldName | ''> => ({
          value: field,
          label: texts.correct(label),
        }),
      );
    const right: Choice<FieldName | ''> = { value: '', label: texts.allRight };
    return (await this.choose(texts.isAllRight, [right, ...corrections])) || null;
  }

  async choose<T extends string>(question: string, choices: Choice<T>[]): Promise<T> {
    this.#clear();
    const options = choices as { value: string; label: string }[];
    // Its own hint is in English only.
    const message = `${question}  (↑ ↓ ⏎)`;
    return answered(
      await select({ message, options, showInstructions: false, signal: this.#signal }),
    ) as T;
  }

  async confirm(_what: Question, question: string): Promise<boolean> {
    this.#clear();
    const { yes: active, no: inactive } = this.texts;
    // Whoever only presses Enter has neither seen nor heard anything, and has permitted nothing.
    return answered(
      await confirm({
        message: question,
        active,
        inactive,
        initialValue: false,
        signal: this.#signal,
      }),
    );
  }

  #fault(check: Check, value: string | undefined): string | undefined {
    const fault = check(value ?? '');
    return fault && this.texts.faults[fault];
  }

  #clear(): void {
    if (this.#hasProgress) process.stdout.write(CLEAR);
    this.#hasProgress = false;
  }
}

/** Ctrl-C and Esc end the installation, not the program. */
function answered<T>(answer: T | typeof CANCEL_SYMBOL): T {
  if (isCancel(answer)) throw new Failure('INTERRUPTED');
  return answer as T;
}

/** Cuts words off at a number of columns. */
function cut(words: string, columns: number): string {
  let kept = '';
  for (const character of words) {
    if (widthOf(kept + character) > columns) return kept;
    kept += character;
  }
  return kept;
}
