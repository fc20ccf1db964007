// The language check tells the truth: what it forbids goes wrong on the real interpreter, and only that.
import { setImmediate } from 'node:timers/promises';
import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { interpreter, runScript } from '#test/support/interpreter.ts';
import { until } from '#test/support/until.ts';
import { languageCases } from './language-cases.ts';

/** Node's timers, with those in `armed` that will still call. */
function countedTimers(armed: Set<unknown>) {
  const clear = (timer?: NodeJS.Timeout) => {
    clearTimeout(timer);
    armed.delete(timer);
  };
  return {
    setTimeout(call: (...of: unknown[]) => void, milliseconds: number, ...of: unknown[]) {
      const timer = setTimeout(() => {
        call(...of);
        armed.delete(timer);
      }, milliseconds);
      armed.add(timer);
      return timer;
    },
    setInterval(call: (...of: unknown[]) => void, milliseconds: number, ...of: unknown[]) {
      const timer = setInterval(call, milliseconds, ...of);
      armed.add(timer);
      return timer;
    },
    clearTimeout: clear,
    clearInterval: clear,
  };
}

async function runInNode(code: string): Promise<string> {
  const lines: string[] = [];
  const print = (...values: unknown[]) => lines.push(values.map(String).join(' '));
  const { TextEncoder, TextDecoder } = globalThis;
  const armed = new Set<unknown>();
  const given = { print, ...countedTimers(armed) };
  // A function of its own keeps a snippet's declarations from replacing what it was given.
  new Script(`(function () {${code}\n})();`).runInContext(
    createContext({ ...given, TextEncoder, TextDecoder }),
  );
  // Promises of a snippet take a turn without a timer.
  await setImmediate();
  await until(() => armed.size === 0, `the end of every timer of ${code}`);
  return lines.join('\n');
}

async function runOnInterpreter(code: string): Promise<string> {
  // A program that never comes to its end is wrong, too.
  return runScript(code, { timeoutMs: 2_000 }).catch((error: Error) => error.message);
}

const comparable = languageCases.filter(({ notRun }) => notRun === undefined);

describe('in Node', () => {
  for (const { rule, bad, good, prints } of comparable) {
    const name = bad.replaceAll('\n', '\\n');
    it.concurrent(`${rule}: ${name} prints what is expected`, async () => {
      expect(await runInNode(bad)).toBe(prints);
      if (!good.includes('require')) expect(await runInNode(good)).toBe(prints);
    });
  }
});

describe.skipIf(!interpreter)('on the Espruino interpreter', () => {
  for (const { rule, bad, good, prints } of comparable) {
    const name = bad.replaceAll('\n', '\\n');
    it.concurrent(`${rule}: ${name} goes wrong`, async () => {
      expect(await runOnInterpreter(bad)).not.toBe(prints);
    });
    it.concurrent(`${rule}: ${good} prints what is expected`, async () => {
      expect(await runOnInterpreter(good)).toBe(prints);
    });
  }
});
