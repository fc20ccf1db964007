// The lists of names of the language check tell the truth: each name that it forbids is missing on the real interpreter.
import { describe, expect, it } from 'vitest';
import {
  MISSING_GLOBALS,
  MISSING_METHODS,
  MISSING_METHODS_BY_NAME,
  MISSING_STATICS,
  RESERVED_MEMBERS,
  TYPED_ARRAYS,
} from '#firmware/build/language/names.ts';
import { interpreter, runScript } from '#test/support/interpreter.ts';

const missingGlobals = MISSING_GLOBALS.flatMap(([names]) => names);

/** A value of each type that has methods. */
const VALUES: Record<string, string> = {
  Array: '[1]',
  ReadonlyArray: '[1]',
  String: '"a"',
  Promise: 'Promise.resolve(1)',
  ArrayBuffer: 'new ArrayBuffer(4)',
  ...Object.fromEntries(TYPED_ARRAYS.map((name) => [name, `new ${name}(4)`])),
};

/** Which of these expressions are there, on the interpreter. */
async function present(expressions: readonly string[]): Promise<string[]> {
  const tests = expressions.map(
    (expression) => `if(typeof ${expression}!=="undefined")print(${quoted(expression)});`,
  );
  const printed = await runScript(`${tests.join('')}print("end");`, { timeoutMs: 10_000 });
  const lines = printed.split('\n');
  expect(lines.pop()).toBe('end');
  return lines;
}

/** Which of these snippets are understood, on the interpreter. */
async function understood(snippets: ReadonlyMap<string, string>): Promise<string[]> {
  const tests = [...snippets].map(
    ([name, code]) => `try{eval(${quoted(code)});print(${quoted(name)});}catch(e){}`,
  );
  const printed = await runScript(`${tests.join('')}print("end");`, { timeoutMs: 10_000 });
  const lines = printed.split('\n');
  expect(lines.pop()).toBe('end');
  return lines;
}

const quoted = (text: string) => JSON.stringify(text);

const asMethods = (names: Iterable<string>) =>
  new Map([...names].map((name) => [name, `(class { ${name}() { return 1; } })`]));

describe.skipIf(!interpreter)('on the Espruino interpreter', () => {
  it('no global that is forbidden as missing exists, and its neighbours do', async () => {
    expect(await present([...missingGlobals, 'Uint8Array'])).toEqual(['Uint8Array']);
  });

  it.each(
    Object.entries(MISSING_STATICS),
  )('no member of %s that is forbidden exists', async (owner, groups) => {
    const members = groups.flatMap(([names]) => names).map((name) => `${owner}.${name}`);
    expect(await present([...members, owner])).toEqual([owner]);
  });

  it('no method that is forbidden exists, whatever has it', async () => {
    const methods = Object.entries(MISSING_METHODS).flatMap(([owner, names]) =>
      names.map((name) => `${VALUES[owner]}.${name}`),
    );
    expect(methods.filter((method) => method.startsWith('undefined'))).toEqual([]);
    expect(await present([...methods, '[1].indexOf'])).toEqual(['[1].indexOf']);
  });

  it('no method that a bundle may not name exists on anything', async () => {
    const methods = [...MISSING_METHODS_BY_NAME].flatMap((name) =>
      [...new Set(Object.values(VALUES))].map((value) => `${value}.${name}`),
    );
    expect(await present(methods)).toEqual([]);
  });

  it('each reserved name is a syntax error as a method, and a plain one is none', async () => {
    expect(await understood(asMethods([...RESERVED_MEMBERS, 'get', 'from']))).toEqual([
      'get',
      'from',
    ]);
  });

  it('`of` is no name of a variable, a parameter or a function', async () => {
    const uses = new Map([
      ['variable', '(function () { var of = 1; return of; })()'],
      ['parameter', '(function (of) { return of; })(1)'],
      ['function', '(function () { function of() {} return of; })()'],
      ['neighbour', '(function (off) { var on = off; return on; })(1)'],
    ]);
    expect(await understood(uses)).toEqual(['neighbour']);
  });
});
