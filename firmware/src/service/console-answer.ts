// An answer of the console: `ok` with values, or `error` with a code of protocol/errors.ts.
import type { ConsoleErrorCode } from '#protocol/errors.ts';

/** The words behind the number. */
export type ConsoleAnswer = string[];

/** `detail` names a field or a request, never a value. */
export function refused(code: ConsoleErrorCode, detail: string): ConsoleAnswer {
  return ['error', code, detail];
}
