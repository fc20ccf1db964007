// A part in a process of its own: called, failing, dying, killed with its scope.
import { describe, expect, it, onTestFinished } from 'vitest';
import { Part } from '#simulator/bench/part.ts';
import { Scope } from '#simulator/bench/scope.ts';

const PART = new URL('./fake-part.ts', import.meta.url);
const PROGRAM = new URL('./fake-program.ts', import.meta.url);

async function start(): Promise<{ part: Part; scope: Scope }> {
  const scope = new Scope();
  onTestFinished(() => scope.stop());
  return { part: await Part.start(scope, PART), scope };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a part', () => {
  it('answers calls, each with its own answer', async () => {
    const { part } = await start();
    const both = [part.call('double', 4), part.call('double', 5)];
    expect(await Promise.all(both)).toEqual([8, 10]);
  });

  it('measures memory after a collection', async () => {
    const { part } = await start();
    expect(await part.call('hasCollector')).toBe(true);
    expect(await part.call<number>('memory')).toBeGreaterThan(1e6);
  });

  it('that throws is an error with its name and message, and goes on', async () => {
    const { part } = await start();
    await expect(part.call('fail')).rejects.toThrow(/fake-part\.ts: Error: it broke/);
    await expect(part.call('absent')).rejects.toThrow('no function "absent"');
    expect(await part.call('double', 1)).toBe(2);
  });

  it('that dies is an error that says how, for this call and all later ones', async () => {
    const { part } = await start();
    await expect(part.call('die')).rejects.toThrow(/fake-part\.ts: ended with code 3 last words/);
    await expect(part.call('double', 1)).rejects.toThrow('ended with code 3');
  });

  it('is gone when its scope has stopped, even when it is busy', async () => {
    const { part, scope } = await start();
    const pid = await part.call<number>('pid');
    const busy = part.call('spin');
    const killed = expect(busy).rejects.toThrow('ended with SIGKILL');
    await scope.stop();
    await killed;
    expect(isAlive(pid)).toBe(false);
  });

  it('can be any program, with arguments, an environment, and a module that answers for it', async () => {
    const scope = new Scope();
    onTestFinished(() => scope.stop());
    const part = await Part.start(scope, PROGRAM, {
      args: ['hello'],
      preload: PART,
      env: { CALL_BUTTON_TEST: 'there' },
    });
    await part.printed('hello there');
    expect(await part.call('double', 2)).toBe(4);
  });

  it('that dies before it has printed what is awaited is an error', async () => {
    const { part } = await start();
    const printed = expect(part.printed('never')).rejects.toThrow('ended with code 3');
    await part.call('die').catch(() => {});
    await printed;
    await expect(part.printed('never')).rejects.toThrow('ended with code 3');
  });
});
