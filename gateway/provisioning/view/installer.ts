// Who does the installing, as the steps see them: told, asked, and shown what happens.
import type { Failure } from '../failure.ts';
import type { FieldFault, FieldName } from '../fields.ts';
import type { Texts } from './texts.ts';

export interface Choice<T extends string> {
  value: T;
  label: string;
}

export type Check = (value: string) => FieldFault | undefined;

/** What is confirmed; without a terminal only `--yes` and its like can answer. */
export type Question = 'light' | 'buzzer' | 'drop' | 'reset' | 'next' | 'another';

/** An answer as it is read once more before it counts. */
export interface ReviewLine {
  field: FieldName;
  label: string;
  value: string;
  /** Of whoever lives in the home: it is shown to a person, and stands in no log. */
  isPersonal: boolean;
  /** Nothing that can be corrected here. */
  isFixed: boolean;
}

export interface Installer {
  /** False: nobody is there to answer. */
  readonly interactive: boolean;
  readonly texts: Texts;
  step(number: number, of: number, title: string): void;
  /** Something that is known now. */
  note(text: string): void;
  /** Something that goes on; the next one takes its place. */
  progress(text: string): void;
  warn(text: string): void;
  /** Something to do at the device. */
  ask(text: string): void;
  failure(failure: Failure): void;
  /** Asks until `check` finds nothing. Errors: ANSWER_MISSING, INTERRUPTED. */
  text(field: FieldName, check: Check, suggestion?: string): Promise<string>;
  secret(field: FieldName, check: Check): Promise<string>;
  /** Shows all answers. The field that is to be corrected, or null when all is right. Errors: INTERRUPTED. */
  review(lines: readonly ReviewLine[]): Promise<FieldName | null>;
  choose<T extends string>(question: string, choices: Choice<T>[]): Promise<T>;
  confirm(what: Question, question: string): Promise<boolean>;
}
