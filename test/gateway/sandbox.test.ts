// The gateway where a sandbox keeps it from some kinds of sockets, as the systemd unit does: run, not read.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '#simulator/gateway-process.ts';
import { until } from '#test/support/until.ts';
import { tempFolder } from './temp.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RESTRICT = join(ROOT, 'test/support/restrict-families.py');
const BIN = join(ROOT, 'gateway/cli/bin.ts');
const UNIT = readFileSync(join(ROOT, 'gateway/call-button.service'), 'utf8');
const [, ALLOWED = ''] = /^RestrictAddressFamilies=(.*)$/m.exec(UNIT) ?? [];
const FAMILIES = ALLOWED.split(' ');

/** Where Python, or the kernel's filter, isn't there the test is skipped by name. */
const canRestrict = spawnSync('python3', [RESTRICT, 'AF_UNIX', 'true']).status === 0;

function callButton(families: readonly string[], words: string[], cwd: string) {
  const command = [process.execPath, '--import', import.meta.resolve('tsx'), BIN, ...words];
  const child = spawn('python3', [RESTRICT, families.join(','), ...command], { cwd });
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      said.text += bytes;
    });
  }
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, said };
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code;
}

for (const [what, families] of [
  ['as the unit has them', FAMILIES],
  ['without netlink, as an older unit has them', FAMILIES.filter((name) => name !== 'AF_NETLINK')],
] as const) {
  it.skipIf(!canRestrict)(
    `seccomp: with families of sockets ${what} it starts on every address, with its own certificate, and is ready`,
    async () => {
      const folder = await tempFolder();
      const port = await freePort();
      const config = join(folder, 'gateway.yaml');
      const text = `mqtts: { port: 0 }\nhttp: { host: 0.0.0.0, port: ${port} }\nadmin: { host: 0.0.0.0, port: 0 }\ndesk: off\n`;
      await writeFile(config, text);
      const gateway = callButton(families, ['gateway', '--config', config], folder);
      const isOver = ended(gateway.child);
      await until(
        () => gateway.said.text.includes('gateway ready') || gateway.child.exitCode !== null,
      );
      expect(gateway.said.text).toContain('gateway ready');
      expect(gateway.said.text).not.toMatch(/^ {4}at /m);
      const asked = callButton(families, ['gateway', '--config', config, '--ready'], folder);
      expect(await ended(asked.child), asked.said.text).toBe(0);
      gateway.child.kill('SIGTERM');
      expect(await isOver).toBe(0);
      const after = callButton(families, ['gateway', '--config', config, '--ready'], folder);
      expect(await ended(after.child)).toBe(1);
      expect(after.said.text).toContain(`http://127.0.0.1:${port}/readyz`);
    },
  );
}
