// An installer that is no person: lines for a log, answers from flags only.
import { asRunHere } from '../../system/run-here.ts';
import { Failure } from '../failure.ts';
import { type FieldName, HOME_FIELDS } from '../fields.ts';
import type { Check, Choice, Installer, Question, ReviewLine } from './installer.ts';
import type { Texts } from './texts.ts';

/** Flags that would have answered. */
export const FLAGS: Record<FieldName, string> = {
  device_id: '--device-id',
  reference: '--reference',
  community: '--community',
  subdistrict: '--subdistrict',
  name: '--name',
  address: '--address',
  telephone: '--telephone',
  group: '--group',
  account: '--account',
  zone: '--zone',
  wifi_ssid: '--wifi',
  wifi_password: '--wifi-password-file',
  main: '--main',
  spare: '--spare',
  heartbeat_s: '--heartbeat',
  unreached_after_s: '--unreached-after',
  reason: '--rebind',
};

const ANSWERS: Record<Question, string> = {
  light: '--signals-seen',
  buzzer: '--signals-seen',
  drop: '--drop-press',
  reset: 'a terminal',
  next: 'a terminal',
  another: 'a terminal',
};

/** Fields that may be empty: not given is empty. */
const MAY_BE_EMPTY: readonly FieldName[] = [
  ...HOME_FIELDS.filter((field) => field !== 'reference'),
  'group',
  'account',
  'zone',
  'spare',
];

export class PlainInstaller implements Installer {
  readonly interactive: boolean = false;
  readonly texts: Texts;
  readonly #write: (line: string) => void;

  constructor(texts: Texts, write: (line: string) => void) {
    this.texts = texts;
    this.#write = write;
  }

  step(number: number, of: number, title: string): void {
    this.#write(`[${number}/${of}] ${title}`);
  }

  note(text: string): void {
    this.#write(`  ${text}`);
  }

  /** A log has no line that is written over. */
  progress(_text: string): void {}

  warn(text: string): void {
    this.#write(`  ! ${text}`);
  }

  ask(text: string): void {
    this.#write(`  > ${text}`);
  }

  failure(failure: Failure): void {
    this.#write(failureText(this.texts, failure));
  }

  async text(field: FieldName, _check: Check, suggestion?: string): Promise<string> {
    if (suggestion !== undefined) return suggestion;
    if (MAY_BE_EMPTY.includes(field)) return '';
    throw new Failure('ANSWER_MISSING', FLAGS[field]);
  }

  async secret(field: FieldName): Promise<string> {
    throw new Failure('ANSWER_MISSING', FLAGS[field]);
  }

  /** Nobody corrects anything; what was taken can be read in the log, except who lives there. */
  async review(lines: readonly ReviewLine[]): Promise<FieldName | null> {
    for (const { label, value, isPersonal } of lines) {
      if (!isPersonal) this.note(this.texts.reviewLine(label, value));
    }
    return null;
  }

  async choose<T extends string>(_question: string, choices: Choice<T>[]): Promise<T> {
    throw new Failure('ANSWER_MISSING', choices.map(({ label }) => label).join(' / '));
  }

  async confirm(what: Question): Promise<boolean> {
    throw new Failure('ANSWER_MISSING', ANSWERS[what]);
  }
}

/** The sentence, the next thing to try, and the code. */
export function failureText({ failures, code, faults }: Texts, failure: Failure): string {
  const { what, next } = failures[failure.code];
  const [field = '', fault = ''] = failure.detail.split(' ');
  const isField = failure.code === 'FIELD_WRONG' && fault in faults;
  const detail = isField ? `${field}: ${faults[fault as keyof typeof faults]}` : failure.detail;
  return asRunHere(`${what(detail)} ${next} ${code(failure.code)}`);
}
