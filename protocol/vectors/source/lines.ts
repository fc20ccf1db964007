// Vectors of serial lines.
import { encodeLine, MAX_LINE_BYTES } from '../../device/serial-line.ts';
import type { Refused } from './common.ts';

/** Bytes as the device has them, from text. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** `canonical`: an encoder writes exactly this line. */
function good(name: string, words: string[]) {
  return { name, line: encodeLine(words.map(bytes)), words, canonical: true };
}

function read(name: string, line: string, words: string[]) {
  return { name, line, words, canonical: false };
}

function bad(error: Refused['error'], name: string, line: string) {
  return { name, line, error };
}

/** A word that makes a line of one word exactly `length` bytes long. */
function wordFor(length: number): string {
  return 'x'.repeat(length - '$*0000'.length);
}

export function lineVectors() {
  const line = encodeLine(['one', 'two']);
  const bare = line.slice(0, -1);
  return [
    good('one word', ['hello']),
    good('the words are separated by one blank', ['one', 'two', 'three']),
    good('the check value of the CRC is 29B1', ['123456789']),
    good('blanks and the characters of the framing are escaped', ['a', 'b c', '100 % * $ #']),
    good('a Chinese word is sent as UTF-8', ['set', '张家 Wi-Fi']),
    good('four-byte UTF-8', ['set', '\u{1f6ce}']),
    good('control characters are escaped', ['set', '\u0000\t\r\n\u007f']),
    good('a word behind the first may be empty', ['set', '', 'x', '']),
    good('256 bytes are the most', [wordFor(MAX_LINE_BYTES)]),
    read('the line end may be absent', bare, ['one', 'two']),
    read('the line end may be CR LF', `${bare}\r\n`, ['one', 'two']),
    read(
      'the checksum may be in small letters',
      `${bare.slice(0, -4)}${bare.slice(-4).toLowerCase()}\n`,
      ['one', 'two'],
    ),
    read('an escape may be in small letters', '$%c3%a4*1BD8\n', ['ä']),
    read('what stands before the $ is skipped', `> ${line}`, ['one', 'two']),
    read('a line whose end was lost is skipped', `$half a line${line}`, ['one', 'two']),
    bad('LINE_TOO_LONG', '257 bytes are too many', encodeLine([wordFor(MAX_LINE_BYTES + 1)])),
    bad('LINE_TOO_LONG', 'noise without end', 'x'.repeat(300)),
    bad('LINE_MALFORMED', 'nothing', ''),
    bad('LINE_MALFORMED', 'only a line end', '\r\n'),
    bad('LINE_MALFORMED', 'no $', line.slice(1)),
    bad('LINE_MALFORMED', 'no *', '$one two 120C\n'),
    bad('LINE_MALFORMED', 'three digits of the checksum', `${bare.slice(0, -1)}\n`),
    bad('LINE_MALFORMED', 'a checksum that is not hex', `${bare.slice(0, -1)}G\n`),
    bad('LINE_MALFORMED', 'no word', encodeLine([])),
    bad('LINE_MALFORMED', 'an empty first word', encodeLine(['', 'x'])),
    bad('LINE_MALFORMED', 'an escape cut short', '$a%2*8FC5\n'),
    bad('LINE_MALFORMED', 'an escape that is not hex', '$%GG*0DD2\n'),
    bad('LINE_MALFORMED', 'a * that is not escaped', '$a*b*C50E\n'),
    bad('LINE_MALFORMED', 'a tabulator that is not escaped', '$a\tb*96BB\n'),
    bad('LINE_MALFORMED', 'a word that is not UTF-8', '$%FF*2EC2\n'),
    bad('LINE_CHECKSUM', 'a letter was lost', line.replace('two', 'to')),
    bad('LINE_CHECKSUM', 'a letter was changed', line.replace('two', 'twp')),
    bad('LINE_CHECKSUM', 'two words were exchanged', line.replace('one two', 'two one')),
    bad(
      'LINE_CHECKSUM',
      'a digit of the checksum was changed',
      `${bare.slice(0, -1)}${bare.endsWith('0') ? '1' : '0'}\n`,
    ),
  ];
}
