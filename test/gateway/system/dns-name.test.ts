// Names in ASCII, and what is no name.
import { expect, it } from 'vitest';
import { dnsName, isNameOrAddress } from '#gateway/system/dns-name.ts';

const LABEL_63 = 'x'.repeat(63);

it.each([
  ['gateway.example', 'gateway.example'],
  ['网关.example', 'xn--d6q013i.example'],
  ['网关。例子', 'xn--d6q013i.xn--fsqu00a'],
  ['bücher.de', 'xn--bcher-kva.de'],
  ['ｇａｔｅｗａｙ.example', 'gateway.example'],
  ['gateway.example.', 'gateway.example'],
  ['*.example', '*.example'],
  ['GATEWAY-7', 'GATEWAY-7'],
  ['my_pc', 'my_pc'],
  [`${LABEL_63}.example`, `${LABEL_63}.example`],
])('%s is %s in a certificate', (name, ascii) => {
  expect(dnsName(name)).toBe(ascii);
  expect(isNameOrAddress(name)).toBe(true);
});

it.each([
  '',
  '.',
  'a..b',
  '-gateway',
  'gateway-',
  'my gateway',
  'https://gateway.example',
  'gateway.example/',
  'gateway.example:8883',
  'me@gateway.example',
  'a.*.example',
  `x${LABEL_63}.example`,
  `${`${LABEL_63}.`.repeat(4)}example`,
  '1.2',
  '0x7f.1',
  '256.1.1.1',
  '☎'.repeat(60),
])('%j is no name', (name) => {
  expect(dnsName(name)).toBeUndefined();
  expect(isNameOrAddress(name)).toBe(false);
});

it('an address is no name, but good in a certificate', () => {
  for (const address of ['10.1.2.3', '::1', 'fd00::7']) {
    expect(dnsName(address)).toBeUndefined();
    expect(isNameOrAddress(address)).toBe(true);
  }
});
