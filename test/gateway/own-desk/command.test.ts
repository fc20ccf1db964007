// `npm start` without routes: says where its desk is, and leaves no desk behind, however it ends.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '#simulator/gateway-process.ts';
import { until } from '#test/support/until.ts';
import { GatewayCommand } from '../cli/gateway-command.ts';
import { tempFolder } from '../temp.ts';

async function start(language: string) {
  const data = await tempFolder();
  const config = join(data, 'gateway.yaml');
  const port = await freePort();
  await writeFile(
    config,
    `{ data: "${data}", mqtt: { port: 0 }, http: { port: 0 }, admin: off, desk: { port: ${port} } }`,
  );
  const gateway = new GatewayCommand(config, { LC_ALL: language });
  const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
  const { pid } = await gateway.says(({ msg }) => msg === 'desk ready');
  return { gateway, ready, place: `http://127.0.0.1:${port}`, pid: Number(pid) };
}

/** False also when it has ended and nobody has asked how. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !stat.includes(') Z ');
}

it('says where the desk is, in the log and to the person, and ends it with itself', async () => {
  const { gateway, ready, place, pid } = await start('zh_CN.UTF-8');
  expect(ready.desk).toBe(place);
  await until(() => gateway.output.includes(`值班台在 ${place}`));
  expect(gateway.output).not.toContain('没有路由');
  expect((await fetch(place)).status).toBe(200);
  expect(await gateway.stop()).toBe(0);
  expect(await isAlive(pid)).toBe(false);
});

it('leaves no desk behind when it is killed, also one that takes no turn any more', async () => {
  const { gateway, pid } = await start('C');
  process.kill(pid, 'SIGSTOP');
  gateway.child.kill('SIGKILL');
  await until(async () => !(await isAlive(pid)));
});
