// What the main script's definitions take of a small board's memory: counted, measured, and judged by check:firmware.
import { describe, expect, it } from 'vitest';
import { countDefinitions, definitionsOf, MAX_DEFINITIONS } from '#firmware/build/definitions.ts';
import { buildFirmware } from '#firmware/build/firmware.ts';
import { judge } from '#simulator/board/check-firmware.ts';
import { measureDefinitions } from '#simulator/board/definitions.ts';
import { findInterpreter32 } from '#simulator/board/interpreter.ts';
import { skippingOf } from '#simulator/expected-skips.ts';

/** Of what is measured, that the count may differ. */
const DIFFERENCE = 0.03;

const interpreter32 = findInterpreter32();

describe('counted definitions', () => {
  it('of a function are its name, three for itself, and its parameters', () => {
    expect(countDefinitions('function f(a,b){let c=a;return c+b}')).toBe(1 + 3 + 2);
    expect(countDefinitions('let f=(a,b)=>a+b;')).toBe(1 + 3 + 2);
  });

  it('of a class grow with its methods and not with their code', () => {
    const none = countDefinitions('class A{}');
    const short = countDefinitions('class A{b(c){return c}}');
    expect(short - none).toBe(1 + 3 + 1);
    expect(countDefinitions(`class A{b(c){${'c++;'.repeat(1_000)}}}`)).toBe(short);
  });

  it('of a name and of a text grow with their letters', () => {
    expect(countDefinitions('let abcd=1;')).toBe(1);
    expect(countDefinitions('let abcde=1;')).toBe(2);
    expect(countDefinitions("let a='12345678';")).toBe(2);
    expect(countDefinitions("let a='123456789';")).toBe(3);
  });

  it('of a small number are none beside its name', () => {
    expect(countDefinitions('let a=32767,b=-1;')).toBe(2);
    expect(countDefinitions('let a=32768,b=1.5;')).toBe(4);
  });

  it('of a table are all that it holds', () => {
    expect(countDefinitions('let a=[1,2,{b:3,c:"x"}];')).toBe(1 + 1 + 3 + 1 + 2 + 1);
  });

  it('leave out what a function defines when it runs', () => {
    expect(countDefinitions('function f(){function g(){}let a=[1,2]}')).toBe(4);
  });

  it('are cut off from the statement that starts them', () => {
    expect(definitionsOf('let a=1;function f(){}f();')).toBe('let a=1;function f(){}');
    expect(() => definitionsOf('f();let a=1;')).toThrow(/does not end with what starts it/);
  });
});

describe.skipIf(!interpreter32)('on a 32-bit interpreter', () => {
  it('the main script takes what is counted, within a few percent', async () => {
    const { main } = await buildFirmware();
    const measured = await measureDefinitions(interpreter32 as string, main.code);
    const counted = countDefinitions(definitionsOf(main.code));
    expect(Math.abs(counted / measured - 1)).toBeLessThan(DIFFERENCE);
  });

  it('a function more in the script is measured as it is counted', async () => {
    const script = 'let a=1;function more(b){return b}a=2;';
    const without = await measureDefinitions(interpreter32 as string, 'let a=1;a=2;');
    const withOneMore = await measureDefinitions(interpreter32 as string, script);
    expect(withOneMore - without).toBe(countDefinitions('function more(b){return b}'));
  });
});

describe('check:firmware', () => {
  const ANYWHERE = { isCi: false, expected: [] };
  const CASE = { measured: undefined, counted: 1_000, skipping: ANYWHERE };

  it('judges by what is measured where there is a 32-bit interpreter', () => {
    const tooMany = judge({ ...CASE, measured: MAX_DEFINITIONS + 1 });
    expect(tooMany).toMatchObject({ holds: false, line: expect.stringContaining('FAILED: 1601') });
    const fits = judge({ ...CASE, counted: 9_999, measured: MAX_DEFINITIONS });
    expect(fits).toMatchObject({ holds: true, line: expect.stringContaining('measured') });
    expect(fits.line).not.toContain('SKIPPED');
  });

  it('judges by what is counted where there is none, and says SKIPPED', () => {
    const fits = judge(CASE);
    expect(fits).toMatchObject({ holds: true, line: expect.stringContaining('SKIPPED') });
    expect(judge({ ...CASE, counted: MAX_DEFINITIONS + 1 }).holds).toBe(false);
  });

  it('fails on CI without a 32-bit interpreter, unless that is expected', () => {
    expect(judge({ ...CASE, skipping: skippingOf({ CI: 'true' }) }).holds).toBe(false);
    const skipping = skippingOf({ CI: 'true', EXPECTED_SKIPS: 'other check:firmware' });
    expect(judge({ ...CASE, skipping }).holds).toBe(true);
  });
});
