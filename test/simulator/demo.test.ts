// The demo: who opens its link is an officer, once, takes a call, and the home hears of it. Virtual officers take the rest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { after, type CallRecord, type CallState, refusalOf } from '#gateway/desk/call-record.ts';
import { programPath } from '#gateway/system/program.ts';
import { DeskClient } from '#simulator/office/desk-client.ts';
import { courseOf } from '#simulator/office/virtual-officer.ts';
import { until } from '#test/support/until.ts';
import { SUBJECT } from '../gateway/desk/subject.ts';

const BIN = programPath('../../gateway/cli/bin.ts', import.meta.url);

async function start() {
  const args = ['--import', import.meta.resolve('tsx'), BIN, 'demo', '--homes', '2'];
  const child = spawn(process.execPath, args, { env: { ...process.env, LC_ALL: 'C' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const demo = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      demo.output += bytes;
    });
  }
  const [link] = await until(() =>
    /http:\/\/127\.0\.0\.1:\d+\/one-time-login#\S+/.exec(demo.output),
  );
  return { demo, link };
}

it('a person who opens the link takes a call, and its home is told that somebody telephoned', async () => {
  const { demo, link } = await start();
  const page = await fetch(link);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(await page.text()).toContain('/assets/one-time-login');
  const calls: CallState[] = [];
  const guest = await DeskClient.login(link, { onCall: (call) => void calls.push(call) });
  onTestFinished(() => guest.close());
  await guest.goOnDuty();
  const { callId, deviceId, home } = await until(() => calls[0], 'a call');
  expect(home.name).toMatch(/^[\u4e00-\u9fff]{3} [A-Z][a-z]+ [A-Z][a-z]+$/);
  expect(await guest.step(callId, { step: 'taken' })).toBe(true);
  await guest.step(callId, { step: 'telephoned', whom: '' });
  await guest.step(callId, { step: 'reached', whom: '' });
  await until(() =>
    new RegExp(`${deviceId}.* m?s somebody is looking after you`).test(demo.output),
  );
  await expect(DeskClient.login(link, { onCall() {} })).rejects.toThrow('401');
  demo.child.kill('SIGINT');
  const [code] = await once(demo.child, 'exit');
  expect([code, demo.output]).toEqual([0, expect.stringContaining('0 lost, 0 doubled, 0 untrue')]);
});

it('after a kill of the desk its virtual officers come back, and Enter prints a link that logs in', async () => {
  const { demo } = await start();
  const answers = () => demo.output.match(/somebody is looking after you/g)?.length ?? 0;
  await until(answers, 'a first answer');
  const before = answers();
  process.kill(await until(() => deskOf(demo.child.pid as number), 'the desk'), 'SIGKILL');
  // Two may have been on their way.
  await until(() => answers() > before + 2, 'an answer after it');
  const length = demo.output.length;
  demo.child.stdin.write('\n');
  const [link] = await until(() =>
    /http:\/\/127\.0\.0\.1:\d+\/one-time-login#\S+/.exec(demo.output.slice(length)),
  );
  const guest = await DeskClient.login(link, { onCall() {} });
  guest.close();
});

/** The process of the demo's desk. */
async function deskOf(pid: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const child of children.trim().split(' ')) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('own-desk')) return Number(child);
  }
  return undefined;
}

it('a virtual officer takes no step that the desk refuses, and ends every call', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('red', 'green'),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (key, draw) => {
        const of = (number: number, by: string, what: CallRecord['what']): CallRecord => ({
          number,
          callId: SUBJECT.callId,
          at: number,
          by,
          what,
        });
        const pressed = {
          step: 'pressed',
          eventId: 'e',
          pressedAt: 0,
          count: 1,
          subject: SUBJECT,
        } as const;
        let state = after(undefined, of(1, '', pressed));
        const steps = [{ step: 'taken' } as const, ...courseOf(key, 'Li', draw)];
        for (const [index, step] of steps.entries()) {
          expect(refusalOf(state, step, 'Virtual 1')).toBeUndefined();
          state = after(state, of(index + 2, 'Virtual 1', step));
        }
        expect(state.closedAt).toBeDefined();
        expect(state.reachedAt).toBeDefined();
      },
    ),
  );
});
