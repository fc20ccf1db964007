// A registry that is killed has everything that had resolved: no key is given out that is not known afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openedIn } from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const CHILD = fileURLToPath(new URL('crash-child.ts', import.meta.url));
/** Changes that are told before the kill. */
const CHANGES = 150;

interface Told {
  deviceId: string;
  state?: string;
  version?: number;
  secret?: string;
}

it('after a SIGKILL everything is there that had resolved, with its record', async () => {
  const data = await tempFolder();
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), CHILD, data]);
  let out = '';
  let err = '';
  child.stderr.on('data', (bytes) => (err += bytes));
  child.stdout.on('data', (bytes) => {
    out += bytes;
    if (out.split('\n').length > CHANGES) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect([signal, err]).toEqual(['SIGKILL', '']);
  const told = out
    .split('\n')
    .slice(0, -1)
    .map((line): Told => JSON.parse(line));
  expect(told.length).toBeGreaterThanOrEqual(CHANGES);

  const { registry, lines } = await openedIn(data);
  expect(lines).toEqual([]);
  const audit = await registry.audit({ limit: 100_000 });
  const recorded = new Set(audit.map(({ what, subject }) => `${subject} ${what}`));
  const last = new Map<string, string>();
  for (const { deviceId, state, version, secret } of told) {
    if (state !== undefined) last.set(deviceId, state);
    const what = { new: 'device.registered', suspended: 'device.state' }[state ?? ''];
    expect(recorded).toContain(`${deviceId} ${what ?? 'key.issued'}`);
    if (version === undefined) continue;
    const keys = registry.record(deviceId)?.keys;
    expect(keys?.map((key) => Buffer.from(key.secret).toString('hex'))).toContain(secret);
  }
  for (const [deviceId, state] of last) {
    // Or one step further: that was on disk, and not told yet.
    expect([state, 'suspended']).toContain(registry.device(deviceId)?.state);
  }
  // And no number twice, and none left out.
  expect(audit.map(({ number }) => number)).toEqual(audit.map((_, at) => audit.length - at));
});
