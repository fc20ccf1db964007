// A process of the flows that hears nothing any more ends with its gateway, however that ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';
import { runFlows } from './flows.ts';

const GATEWAY = fileURLToPath(new URL('./orphan-gateway.ts', import.meta.url));
const CROWDED = fileURLToPath(new URL('./crowded-gateway.ts', import.meta.url));
const ENTRY = fileURLToPath(new URL('../../../gateway/flows/child/main.cjs', import.meta.url));

/** False also when it has ended and nobody has asked how. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !stat.includes(') Z ');
}

async function startGateway(): Promise<{ gateway: ChildProcess; flows: number }> {
  const command = ['--import', import.meta.resolve('tsx'), GATEWAY, await tempFolder()];
  const gateway = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await once(gateway.stdout as NodeJS.ReadableStream, 'data');
  const flows = Number(String(printed).trim());
  onTestFinished(() => {
    gateway.kill('SIGKILL');
    try {
      process.kill(flows, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
  });
  return { gateway, flows };
}

describe('a process of the flows that hears nothing', () => {
  it('ends when its gateway is killed', async () => {
    const { gateway, flows } = await startGateway();
    expect(await isAlive(flows)).toBe(true);
    // As one that spins: it takes no turn in which it could hear of anything.
    process.kill(flows, 'SIGSTOP');
    gateway.kill('SIGKILL');
    await until(async () => !(await isAlive(flows)));
  });

  it('of a former version that lay elsewhere is ended by the next one too', async () => {
    const data = await tempFolder();
    const mayWrite = `--allow-fs-write=${join(await realpath(data), 'flows')}/`;
    const elsewhere = '/opt/call-button-0.2.0/gateway/flows/child/main.cjs';
    const wait = 'setInterval(() => {}, 1e6)';
    const orphan = spawn(process.execPath, ['-e', wait, '--', mayWrite, elsewhere]);
    onTestFinished(() => void orphan.kill('SIGKILL'));
    await once(orphan, 'spawn');
    const ended = once(orphan, 'exit');
    const flows = await runFlows(undefined, { data });
    onTestFinished(() => flows.close());
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('of a former gateway is ended by the next one on the same folder, and nobody else’s is', async () => {
    const data = await tempFolder();
    const other = await tempFolder();
    const left = [data, other].map(async (folder) => {
      const mayWrite = `--allow-fs-write=${join(await realpath(folder), 'flows')}/`;
      const wait = 'setInterval(() => {}, 1e6)';
      const orphan = spawn(process.execPath, ['-e', wait, '--', mayWrite, ENTRY]);
      onTestFinished(() => void orphan.kill('SIGKILL'));
      await once(orphan, 'spawn');
      return orphan;
    });
    const [ours, others] = (await Promise.all(left)) as [ChildProcess, ChildProcess];
    const ended = once(ours, 'exit');
    const flows = await runFlows(undefined, { data });
    onTestFinished(() => flows.close());
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(await isAlive(others.pid as number)).toBe(true);
    expect(await isAlive(flows.host.pid as number)).toBe(true);
  });
});

it('a gateway that can open no file lives without its flows, and has them again when it can', async () => {
  const command = [process.execPath, '--import', import.meta.resolve('tsx'), CROWDED];
  const limited = 'ulimit -n 100; exec "$@"';
  const args = ['-c', limited, 'sh', ...command, await tempFolder()];
  const gateway = spawn('/bin/sh', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void gateway.kill('SIGKILL'));
  let printed = '';
  gateway.stdout.on('data', (bytes) => {
    printed += bytes;
  });
  expect(await once(gateway, 'exit')).toEqual([0, null]);
  expect(printed).toBe('flows take calls again\n');
});
