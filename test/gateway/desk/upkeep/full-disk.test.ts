// The desk's process where no file may grow any more, as on a full disk: it refuses presses with a code, keeps all that it has taken, and goes on when there is room.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { signedHeaders } from '#gateway/system/signed-headers.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../../temp.ts';
import { Officer } from '../officer.ts';
import { pressEvent } from '../press-event.ts';

const BIN = fileURLToPath(new URL('../../../../gateway/cli/bin.ts', import.meta.url));
/** More than an empty database, less than what follows. */
const LIMIT_KIB = 1_024;
/** A program that doesn't wait for this signal is ended by it. A full disk sends none. */
const NO_SIGNAL = 'data:text/javascript,process.on("SIGXFSZ",()=>{})';

async function start(data: string) {
  const args = ['--import', NO_SIGNAL, '--import', import.meta.resolve('tsx'), BIN, 'desk'];
  const child = spawn(process.execPath, [...args, '--data', data, '--port', '0'], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      output += bytes;
    });
  }
  const [, port] = await until(
    () => /url: http:\/\/127\.0\.0\.1:(\d+)\//.exec(output),
    () => output,
  );
  const secret = (await readFile(join(data, 'gateway.secret'), 'utf8')).trim();
  const webhook = new Webhook(secret);
  return {
    port: Number(port),
    said: () => output,
    limit(kib: number | undefined): void {
      const bytes = kib === undefined ? 'unlimited' : kib * 1_024;
      execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`]);
    },
    async press(callId: string) {
      const body = JSON.stringify(pressEvent(callId, new Date()));
      const response = await fetch(`http://127.0.0.1:${port}/v1/events`, {
        method: 'POST',
        body,
        headers: signedHeaders([webhook], `e-${callId}`, new Date(), body),
      });
      return { status: response.status, body: await response.json() };
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

it('a desk on a full disk answers 507 with a code, loses nothing that it has taken, and takes presses again with room', async () => {
  const data = await tempFolder();
  const desk = await start(data);
  const ann = await Officer.login(desk.port, 'Ann', true);
  desk.limit(LIMIT_KIB);
  const taken: string[] = [];
  let refused: { status: number; body: unknown } | undefined;
  for (let at = 0; at < 2_000 && refused === undefined; at++) {
    const answer = await desk.press(`C${at}`);
    if (answer.status === 202) taken.push(`C${at}`);
    else refused = answer;
  }
  expect(refused).toMatchObject({ status: 507, body: { code: 'DESK_DISK_FULL' } });
  expect(taken.length).toBeGreaterThan(0);
  // What is only read is still there, and a step says why it isn't taken.
  const { status, body } = await ann.step('C0', { step: 'taken' });
  expect([status, body.code]).toEqual([507, 'DESK_DISK_FULL']);
  expect((await ann.get('/api/closed')).status).toBe(200);
  await until(() => desk.said().includes('DESK_DISK_FULL'));
  desk.limit(undefined);
  expect((await desk.press('after')).status).toBe(202);
  expect((await ann.step('C0', { step: 'taken' })).status).toBe(200);
  await desk.kill();
  const key = (await readFile(join(data, 'master.key'), 'utf8')).trim();
  const masterKey = Buffer.from(key, 'hex');
  const store = await DeskStore.open({ folder: join(data, 'desk'), masterKey });
  onTestFinished(() => store.close());
  const kept = (await store.openRecords()).filter(({ what }) => what.step === 'pressed');
  expect(kept.map(({ callId }) => callId)).toEqual([...taken, 'after']);
});
