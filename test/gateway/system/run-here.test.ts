// Commands in texts: as they are typed where the reader is.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asRunHere, placeOf } from '#gateway/system/run-here.ts';
import { CATALOGUE } from '../messages/parts.ts';

const SAID = 'look at `call-button device list`, then call-button gateway --config c.yaml';

test('where the reader is follows from how the program was started', () => {
  expect(placeOf('file:///src/gateway/cli/bin.ts', '/src/gateway/cli/bin.ts')).toBe('clone');
  const compiled = 'file:///usr/lib/node_modules/call-button/dist/gateway/cli/bin.js';
  expect(placeOf(compiled, '/usr/bin/call-button')).toBe('path');
  expect(placeOf(compiled, '/home/li/node_modules/.bin/call-button')).toBe('npx');
  expect(placeOf(compiled)).toBe('path');
});

test('a text names the command that runs where the reader is', () => {
  expect(asRunHere(SAID, 'path')).toBe(SAID);
  expect(asRunHere(SAID, 'npx')).toBe(
    'look at `npx call-button device list`, then npx call-button gateway --config c.yaml',
  );
  expect(asRunHere(SAID, 'clone')).toBe(
    'look at `npm run call-button -- device list`, then npm start -- --config c.yaml',
  );
});

test('what only has the name in it stays: folders, users, a command that is right already', () => {
  for (const text of [
    '/etc/call-button/gateway.yaml',
    'systemctl restart call-button',
    'no call-button event node is deployed',
    'sudo -u call-button gateway.sh',
  ]) {
    for (const place of ['clone', 'npx', 'path'] as const) {
      expect(asRunHere(text, place)).toBe(text);
    }
  }
  const typed = 'npm run call-button -- device list';
  expect(asRunHere(typed, 'clone')).toBe(typed);
});

test('no text of the catalogue knows only the clone', () => {
  const found = Object.keys(CATALOGUE).flatMap((path) => {
    const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    // The firmware is built in a clone only, and the text says so.
    return text.split('\n').filter((line) => /\bnpm (start|run|exec)\b|\bnpx\b/.test(line));
  });
  expect(found.filter((line) => !/npm run build:firmware/.test(line))).toEqual([]);
});
