// One rule for text from people: what other programs change without anybody seeing it is refused, and nothing else is.
import { expect, it } from 'vitest';
import { type TextFault, textFaultOf } from '#gateway/domain/text.ts';

it.each([
  ['a zero-width space', '4711\u200b', 'invisible'],
  ['a soft hyphen', '47\u00ad11', 'invisible'],
  ['a variation selector behind a digit', '4711\ufe0f', 'invisible'],
  ['a byte order mark', '\ufeff4711', 'invisible'],
  ['a blank that does not break', 'H\u00a01', 'invisible'],
  ['an empty letter of Hangul', '4711\u3164', 'invisible'],
  ['an empty pattern of Braille', 'H\u28001', 'invisible'],
  ['a tag', '4711\u{e0031}', 'invisible'],
  ['a joiner behind a digit', '4711\u200d', 'invisible'],
  ['a number that Excel has rounded', '3.20602E+17', 'spreadsheet'],
  ['the same with a comma', '3,20602e+17', 'spreadsheet'],
  ['the same without a fraction', '3E+17', 'spreadsheet'],
  ['an error of a spreadsheet', '#N/A', 'spreadsheet'],
  ['a cell that was too narrow', '########', 'spreadsheet'],
  ['a line break', '47\n11', 'control'],
  ['a turned line', '47\u202e11', 'control'],
  ['half of a character', '47\ud80011', 'surrogate'],
  ['what no decoder could read', '47\ufffd11', 'surrogate'],
] satisfies [
  string,
  string,
  TextFault,
][])('%s is refused in a reference and in a network', (_, value, fault) => {
  expect(textFaultOf('reference', value)).toBe(fault);
  expect(textFaultOf('wifi_ssid', value)).toBe(fault);
});

it('two references that look the same are not both taken', () => {
  expect(textFaultOf('reference', 'Caf\u00e9')).toBeUndefined();
  expect(textFaultOf('reference', 'Cafe\u0301')).toBe('invisible');
  expect(textFaultOf('reference', '\u6a02')).toBeUndefined();
  // Its twin for compatibility with Korean standards.
  expect(textFaultOf('reference', '\uf914')).toBe('invisible');
  for (const value of [' 4711', '4711 ', '4711\u3000']) {
    expect(textFaultOf('reference', value)).toBe('blanks');
  }
});

it('what can be seen is taken: Chinese with its wide blank, rare characters, emoji', () => {
  for (const value of [
    '鼓楼区　幸福路 7 号',
    '𠮷田 2E+',
    'H-1/№ 3',
    '1E17',
    'E+17',
    'home ❤️',
    '👨‍👩‍👧 Wi-Fi',
    '👋🏽',
  ]) {
    for (const field of ['reference', 'wifi_ssid', 'group', 'name']) {
      expect([field, value, textFaultOf(field, value)]).toEqual([field, value, undefined]);
    }
  }
});

it('a network may begin and end with a blank, and a name may have invisible joints', () => {
  expect(textFaultOf('wifi_ssid', 'guests ')).toBeUndefined();
  expect(textFaultOf('name', 'علی\u200cرضا')).toBeUndefined();
  expect(textFaultOf('address', 'Rue\u00a07')).toBeUndefined();
  expect(textFaultOf('name', 'Li\u0000')).toBe('control');
});
