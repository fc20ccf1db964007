// Provisioning lines on a PC: the same lines with words as Unicode text, sent as UTF-8.
import {
  decodeLine as decodeByteLine,
  encodeLine as encodeByteLine,
  MAX_LINE_BYTES,
} from './device/serial-line.ts';
import { ok, type Result, refuse } from './errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One line with its LF. Errors: LINE_TOO_LONG, LINE_MALFORMED when there is no first word. */
export function encodeLine(words: readonly string[]): Result<string> {
  if (!words[0]) return refuse('LINE_MALFORMED', 'the first word is empty');
  const line = encodeByteLine(words.map((word) => Buffer.from(word, 'utf8').toString('latin1')));
  const bytes = line.length - 1;
  return bytes > MAX_LINE_BYTES ? refuse('LINE_TOO_LONG', `${bytes} bytes`) : ok(line);
}

/** The words of one line. Errors: LINE_TOO_LONG, LINE_MALFORMED (also for bad UTF-8), LINE_CHECKSUM. */
export function decodeLine(line: string): Result<string[]> {
  const decoded = decodeByteLine(line);
  if (!decoded.ok) return decoded;
  try {
    return ok(decoded.value.map((word) => utf8.decode(Buffer.from(word, 'latin1'))));
  } catch {
    return refuse('LINE_MALFORMED', 'a word is not UTF-8');
  }
}
