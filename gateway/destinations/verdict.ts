// What the body of a success says: whether it contradicts its status, in words that platforms commonly use or the configuration names.

import { isRecord } from '../domain/json.ts';
import { OBJECTIONS } from '../messages/route-test.ts';
import type { Unread } from './body.ts';

/** `status`: the status alone decides. Else it is an acceptance when this field of the body is one of `equals`. */
export type AcceptedWhen = 'status' | { field: string; equals: Scalar | readonly Scalar[] };
type Scalar = string | number | boolean;

/**
 * Why a success is no acceptance, in a few words and nothing of what is in the body; undefined when it is one. Some
 * platforms answer 200 to everything and say in the body what happened; the light must not tell the resident that help
 * is coming when it says no, and not when nobody can tell what it says: that is `unread`.
 */
export function objectionOf(
  json: unknown,
  when?: AcceptedWhen,
  unread?: Unread,
): string | undefined {
  if (when === 'status') return undefined;
  // To accepted_when what is no JSON is only another way not to be as it says.
  if (unread !== undefined && !(when && unread === 'noJson')) return OBJECTIONS[unread].en;
  if (when === undefined) {
    const field = contradictionIn(json);
    return field && OBJECTIONS.saysNo(field).en;
  }
  const { field, equals } = when;
  const value = field.split('.').reduce(fieldIn, json);
  const isYes = [equals].flat().some((expected) => isSame(expected, value));
  return isYes ? undefined : OBJECTIONS.differs(field).en;
}

const REFUSING = [
  'accepted',
  'success',
  'successful',
  'succeeded',
  'succeed',
  'succ',
  'ok',
].flatMap((word) => [word, `is${word}`]);
const TELLING_ERRORS = ['error', 'errors'];
/** 0 is none, by the meaning of the word. */
const NUMBERING_ERRORS = ['errcode', 'errorcode', 'errno'];
const NO = ['false', '0', 'no', '否'];
/** Whatever else they say may be the state of a record, or yes in one framework and no in the next. */
const STATING = ['status', 'statuscode', 'resultcode', 'retcode', 'returncode'];
const SUCCEEDED = ['ok', 'success', 'succeeded', '成功', '操作成功'];
const YES = ['true', '1', ...SUCCEEDED];
const FAILED = ['error', 'fail', 'failed', 'failure', '失败', '操作失败'];
/** Codes of which 0 and those of HTTP mean the same everywhere. */
const CODES = ['code', 'ret'];
/** As the whole of an answer; a 0 alone may be anything. */
const SAYS_NO = [...FAILED, 'false', 'no'];
/** Of the user, the system and others, in the rules of Alibaba; 00000 is the yes beside them. */
const CODE_IN_LETTERS = /^[abc]\d{4}$/;

/**
 * The name of the field that says no, or the word that is all of the answer. Upper and lower case, underscores and
 * hyphens make no difference. Of a list each part is looked at.
 */
function contradictionIn(json: unknown): string | undefined {
  if (Array.isArray(json)) {
    for (const part of json) {
      const found = isRecord(part) ? contradictionInRecord(part) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isRecord(json)) return contradictionInRecord(json);
  return SAYS_NO.find((word) => word === wordOf(json));
}

function contradictionInRecord(json: Record<string, unknown>): string | undefined {
  const said = new Map(
    Object.entries(json).map(([name, value]) => [
      name.toLowerCase().replaceAll(/[-_]/g, ''),
      value,
    ]),
  );
  const is = (name: string, words: readonly string[]) => words.includes(wordOf(said.get(name)));
  const number = (name: string) => numberOf(said.get(name));
  const refusing = REFUSING.find((name) => is(name, NO));
  const telling = TELLING_ERRORS.find((name) => isSomething(said.get(name)));
  const numbering = NUMBERING_ERRORS.find((name) => isErrorNumber(said.get(name)));
  const failed =
    STATING.find(
      (name) => is(name, FAILED) || isHttpError(number(name)) || isNegative(number(name)),
    ) ?? (is('result', SAYS_NO) || isNegative(number('result')) ? 'result' : undefined);
  // A number in `status` is no word: it may be the state of a record.
  const saysYes =
    REFUSING.some((name) => is(name, YES)) ||
    ['status', 'msg', 'message'].some((name) => is(name, SUCCEEDED));
  const isInLetters = (name: string) => CODE_IN_LETTERS.test(wordOf(said.get(name))) && !saysYes;
  const coding = CODES.find(
    (name) => isCodeOfFailure(number(name), saysYes) || is(name, FAILED) || isInLetters(name),
  );
  return refusing ?? telling ?? numbering ?? failed ?? coding;
}

/**
 * 0 and those of HTTP are of one meaning everywhere. Others are yes in one framework and no in the next: without a word
 * beside them they count as no, because a press that is offered again is seen, and one that is lost is not.
 */
function isCodeOfFailure(code: number | undefined, saysYes: boolean): boolean {
  if (code === undefined || code === 0 || (code >= 200 && code < 300)) return false;
  return isHttpError(code) || !saysYes;
}

/** In no framework a yes. */
function isNegative(code: number | undefined): boolean {
  return code !== undefined && code < 0;
}

function isHttpError(code: number | undefined): boolean {
  return code !== undefined && code >= 400 && code < 600;
}

/** Another number than 0, or a word that isn't one for success: `"error_code": "invalid_token"`. */
function isErrorNumber(value: unknown): boolean {
  const number = numberOf(value);
  if (number !== undefined) return number !== 0;
  return isSomething(value) && !SUCCEEDED.includes(wordOf(value));
}

/** `"error": null`, `""`, `0`, `"0"`, `false`, `[]` and `{}` are ways to say that there is none. */
function isSomething(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value) && !NO.includes(wordOf(value));
}

function wordOf(value: unknown): string {
  return isScalar(value) ? String(value).trim().toLowerCase() : '';
}

/** Also of digits in a text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function fieldIn(json: unknown, name: string): unknown {
  return isRecord(json) ? json[name] : undefined;
}

/** 0 and "0" are the same, as platforms and YAML write them. */
function isSame(expected: Scalar, value: unknown): boolean {
  return isScalar(value) && String(value) === String(expected);
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
