// The native stack that the firmware's deepest chains of calls take on an ESP32-C3.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Firmware } from '#firmware/build/firmware.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { RecordedBoard, readableFirmware } from '#test/support/recorded-board.ts';
import type { Chain } from '#test/support/stack-recorder.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY, ScriptedGateway } from './scripted-gateway.ts';
import { SCENARIOS } from './stack-scenarios.ts';
import { STORED } from './stored-settings.ts';

const README = new URL('../../firmware/README.md', import.meta.url);

let firmware: Firmware;
const chains = new Map<string, Chain>();

beforeAll(async () => {
  firmware = await readableFirmware();
  for (const [name, , run] of SCENARIOS) chains.set(name, run(firmware));
});

const text = (chain: Chain) => `${chain.bytes} bytes:\n  ${chain.calls.join('\n  ')}`;

for (const [name, limit] of SCENARIOS) {
  test(`${name} leaves room on the stack of an ESP32-C3`, () => {
    const chain = chains.get(name) as Chain;
    expect(chain.bytes, text(chain)).toBeLessThanOrEqual(limit);
  });
}

test('the README says how deep each goes, within a twentieth', () => {
  const readme = readFileSync(README, 'utf8');
  for (const [name, limit] of SCENARIOS) {
    const said = new RegExp(`\\| ${name} \\| (\\d+) \\| ${limit} \\|`).exec(readme)?.[1];
    const bytes = chains.get(name)?.bytes ?? 0;
    expect(Math.abs(Number(said) - bytes), `${name}: ${bytes}`).toBeLessThan(bytes / 20);
  }
});

/** Says at each text that is made of bytes, which all that is sent goes through, who is being called. */
const SAYS_WHO =
  'var plain=E.toString;E.toString=function(bytes){print("called by",JSON.stringify(new Error("").stack),"!");' +
  'return plain(bytes)};';

/** What the interpreter calls its callers, outermost first. What it calls by itself has no name, and the hand is left out. */
function callers(trace: string): string {
  const names = [...trace.matchAll(/ {4}at (\S+) \(/g)].map(([, name]) => name);
  return names
    .reverse()
    .join(' > ')
    .replace(/^(turn > )?eval > red > push > \d+ > /, '');
}

test.skipIf(!interpreter)('the chains that are recorded are those of the interpreter', async () => {
  const recorded = new RecordedBoard(firmware, STORED);
  const gateway = new ScriptedGateway(recorded.hal);
  recorded.start();
  recorded.hal.advance(1_000);
  recorded.press(KEY_RED);
  recorded.hal.advance(1_000);
  // A press may also send what waits behind it, as a green one is sent.
  recorded.press(KEY_GREEN);
  recorded.hal.advance(1_000);
  expect(gateway.presses).toHaveLength(2);
  const { port } = await receiptingBroker();
  // With long names not all of them fit into a slot of this build.
  const used = ['main', 'cbstart', 'cbservice'];
  const scripts = firmware.scripts.filter(({ file }) => used.includes(file));
  const made = { prelude: SAYS_WHO, firmware: { ...firmware, scripts } };
  const running = new RunningBoard(
    await board({ deviceId: DEVICE_ID, secret: KEY.secret }, port, made),
  );
  await running.says('settled 1 1 1');
  running.pressRed();
  await running.says('shown accepted');
  const traces = [...running.output.matchAll(/called by (".*?") !/g)];
  const happened = new Set(traces.map(([, trace]) => callers(JSON.parse(trace as string))));
  const expected = recorded.recorder.traces.get('toString');
  expect([...happened].filter((chain) => !expected?.has(chain))).toEqual([]);
  expect(happened.size).toBeGreaterThanOrEqual(5);
});
