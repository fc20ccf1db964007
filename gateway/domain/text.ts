// What text from people may hold, by whatever door it comes in: lists, flags, questions, the API, files. Pure.

/** Why a text is refused. */
export type TextFault = 'control' | 'surrogate' | 'spreadsheet' | 'invisible' | 'blanks';

/** Texts by which homes and devices are found and counted: with another character, also an invisible one, they are others. */
const COMPARED: readonly string[] = ['reference', 'community', 'subdistrict', 'group'];
/** A network takes nothing else than exactly these bytes. */
const EXACT: readonly string[] = ['wifi_ssid', 'wifi_password'];

/** C0, DEL, C1, line and paragraph separators, and what would turn the direction of a line round. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Half of a pair, and what a decoder puts where it could read nothing. */
const HALF = /[\ud800-\udfff\ufffd]/u;

/** A long number as spreadsheets show it, with a point or a comma, and their errors. */
const SPREADSHEET = /^(-?\d([.,]\d+)?e\+\d+|#(n\/a|ref!|name\?|value!|div\/0!|num!|null!)|#{3,})$/i;

/** What nothing on a screen tells, and blanks that look like the one of the keyboard. The wide one of Chinese is seen. */
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]/u;

/** An emoji is made with such characters, and is seen. */
const EMOJI = /\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?\u200d?/gu;

/** Undefined when the text may stand in this field. Names and addresses are read by people, and may have invisible joints. */
export function textFaultOf(field: string, value: string): TextFault | undefined {
  if (CONTROL.test(value)) return 'control';
  if (HALF.test(value)) return 'surrogate';
  if (SPREADSHEET.test(value.trim())) return 'spreadsheet';
  const isCompared = COMPARED.includes(field);
  if (!isCompared && !EXACT.includes(field)) return undefined;
  if (INVISIBLE.test(value.replaceAll(EMOJI, ''))) return 'invisible';
  if (!isCompared) return undefined;
  if (value.trim() !== value) return 'blanks';
  // The same letters in another composition look the same.
  return value.normalize('NFC') === value ? undefined : 'invisible';
}

/** For what is only looked up, such as the head of a list: without what nobody sees. */
export function withoutInvisible(value: string): string {
  return value.replaceAll(new RegExp(INVISIBLE, 'gu'), '');
}
