// The language check tells the truth: what it forbids goes wrong on the real interpreter, and only that.
import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { interpreter, runScript } from '#test/support/interpreter.ts';
import { languageCases } from './language-cases.ts';

/** Long enough for every timer and promise of the snippets. */
const SETTLED_MS = 50;

async function runInNode(code: string): Promise<string> {
  const lines: string[] = [];
  const print = (...values: unknown[]) => lines.push(values.map(String).join(' '));
  const { setTimeout, clearTimeout, setInterval, clearInterval, TextEncoder, TextDecoder } =
    globalThis;
  const given = { print, setTimeout, clearTimeout, setInterval, clearInterval };
  // A function of its own keeps a snippet's declarations from replacing what it was given.
  new Script(`(function () {${code}\n})();`).runInContext(
    createContext({ ...given, TextEncoder, TextDecoder }),
  );
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
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
