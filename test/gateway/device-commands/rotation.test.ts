// A key is changed while nobody is locked out: whatever crashes in between, one of both keys is good.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runJournalCommand } from '#gateway/cli/journal.ts';
import type { Command } from '#protocol/messages.ts';
import { deriveKey, type SealKey } from '#protocol/seal.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { bytesUnder } from '#test/support/registry.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { wrap } from '#test/support/wrap.ts';
import { ObedientDevice } from './device.ts';

const ID = 'CB-0001';
const ONE = { kind: 'device', deviceId: ID } as const;
const OLD = testDevice(ID).keys[0] as SealKey;
const session = (connectNo: number) => ({ bootId: 1, connectNo });

async function start(change?: Parameters<typeof TestBench.start>[1]) {
  const bench = await TestBench.start([ID], change);
  onTestFinished(() => bench.close());
  return bench;
}

async function restart(bench: TestBench): Promise<void> {
  await bench.down();
  await bench.up();
}

/** The CONNACK's code. */
async function connects(bench: TestBench, connectNo: number, key: SealKey) {
  const device = new RawDevice(ID, key.secret, session(connectNo));
  device.key = key;
  const code = await device.connect(bench.gateway.mqttPort);
  device.close();
  return code;
}

function newKey({ action }: Command, from = OLD): SealKey {
  if (action.kind !== 'rotate_key') throw new Error(action.kind);
  return deriveKey(from, action.keyVersion, action.nonce);
}

async function rotate(bench: TestBench, connectNo = 1): Promise<SealKey> {
  const device = await ObedientDevice.join(bench, ID, session(connectNo));
  await bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
  const heard = await device.hears();
  await device.answers(heard.commandId);
  // The rest of the session is still sealed with the old key.
  await device.beats(0);
  device.close();
  return newKey(heard);
}

describe('rotate key', () => {
  it('leaves the old key good until the new one was used, and not a moment longer', async () => {
    const bench = await start();
    const key = await rotate(bench);
    expect(bench.gateway.administration.device(ID)).toMatchObject({
      keyVersion: 1,
      nextKeyVersion: 2,
    });
    expect(await connects(bench, 2, OLD)).toBe(0);
    const device = await ObedientDevice.join(bench, ID, session(3), key);
    await device.press({ bootId: 1, seq: 1 });
    expect(await connects(bench, 4, OLD)).toBe(4);
    expect(bench.gateway.administration.device(ID)).toMatchObject({
      keyVersion: 2,
      nextKeyVersion: undefined,
    });
    await restart(bench);
    expect(await connects(bench, 5, OLD)).toBe(4);
    expect(await connects(bench, 5, key)).toBe(0);
    // A recording is good for nothing.
    expect(await connects(bench, 5, key)).toBe(5);
  });

  it('can be done again and again', async () => {
    const bench = await start();
    const second = await rotate(bench);
    const device = await ObedientDevice.join(bench, ID, session(2), second);
    await bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    const third = newKey(await device.hears(), second);
    expect(third.version).toBe(3);
    device.close();
    expect(await connects(bench, 3, third)).toBe(0);
    expect(await connects(bench, 4, second)).toBe(4);
  });

  it('that nobody answered is done when the new key is used', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    await administration.command(ONE, { kind: 'rotate_key' });
    const device = await ObedientDevice.join(bench, ID, session(1));
    const key = newKey(await device.hears());
    device.close();
    expect(administration.commandsOf(ID)).toMatchObject([{ state: 'sent' }]);
    expect(await connects(bench, 2, key)).toBe(0);
    expect(administration.commandsOf(ID)).toMatchObject([{ state: 'done' }]);
  });

  it('asked for twice offers the same key twice: the device may have taken the first', async () => {
    const bench = await start();
    const device = await ObedientDevice.join(bench, ID, session(1));
    await bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    const first = newKey(await device.hears());
    await bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    expect(newKey(await device.hears(2))).toEqual(first);
  });

  it('is written before it is sent: a gateway that dies behind it knows both keys', async () => {
    const bench = await start();
    const device = await ObedientDevice.join(bench, ID, session(1));
    await bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    const key = newKey(await device.hears());
    // What is on disk at this moment is what a SIGKILL leaves.
    const dead = await TestBench.start([]);
    onTestFinished(() => dead.close());
    await dead.down();
    dead.devices.push(...bench.devices);
    for (const name of ['registry', 'master.key']) {
      await rm(join(dead.folder, name), { recursive: true });
      await cp(join(bench.folder, name), join(dead.folder, name), { recursive: true });
    }
    await dead.up();
    expect(await connects(dead, 2, OLD)).toBe(0);
    expect(await connects(dead, 3, key)).toBe(0);
  });

  it('whose command could not be written leaves a key that nobody has, and works the next time', async () => {
    let isFull = true;
    const bench = await start(({ journal }) => ({
      journal: wrap(journal, {
        async store(remembered) {
          if (isFull) throw new Error('disk full');
          await journal.store(remembered);
        },
      }),
    }));
    const order = () => bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    await expect(order()).rejects.toMatchObject({ code: 'JOURNAL_FAILED' });
    expect(await connects(bench, 1, OLD)).toBe(0);
    isFull = false;
    const key = await rotate(bench, 2);
    expect(await connects(bench, 3, key)).toBe(0);
  });

  it('asked for twice at the same time waits twice for the disk', async () => {
    const holds: (() => void)[] = [];
    const bench = await start(({ keys }) => ({
      keys: wrap(keys, {
        async put(entries) {
          await new Promise<void>((resolve) => holds.push(resolve));
          await keys.put(entries);
        },
      }),
    }));
    const order = () => bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    const both = Promise.all([order(), order()]);
    expect(holds).toHaveLength(2);
    expect(bench.gateway.administration.commandsOf(ID)).toEqual([]);
    for (const go of holds) go();
    expect(await both).toHaveLength(2);
  });

  it('whose key could not be written is told to nobody', async () => {
    const bench = await start(({ keys }) => ({
      keys: wrap(keys, {
        async put() {
          throw new Error('disk full');
        },
      }),
    }));
    const device = await ObedientDevice.join(bench, ID, session(1));
    const { administration } = bench.gateway;
    const order = administration.command(ONE, { kind: 'rotate_key' });
    await expect(order).rejects.toMatchObject({ code: 'KEYS_FAILED' });
    const [made] = await administration.command(ONE, { kind: 'locate', seconds: 1 });
    expect((await device.hears()).commandId).toBe(made?.commandId);
    expect(administration.commandsOf(ID)).toHaveLength(1);
  });
});

it('no key and no nonce is ever in the log', async () => {
  const lines: unknown[] = [];
  const note = (fields: object, message: string) => void lines.push({ ...fields, message });
  const bench = await start(() => ({ log: { info: note, warn: note, error: note } }));
  const key = await rotate(bench);
  expect(await connects(bench, 2, key)).toBe(0);
  expect(await connects(bench, 3, OLD)).toBe(4);
  const text = JSON.stringify(lines);
  for (const one of ['command sent', 'command answered', 'old key forgotten', ID]) {
    expect(text).toContain(one);
  }
  const secrets = [OLD, key].map(({ secret }) => Buffer.from(secret).toString('hex'));
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/"data":\[|nonce|[0-9a-f]{32}/);
});

describe('a backup', () => {
  it('has the keys that were rotated, and a restore brings them back: nobody is locked out', async () => {
    const bench = await start();
    const key = await rotate(bench);
    expect(await connects(bench, 2, key)).toBe(0);
    const backup = join(bench.folder, 'backup');
    expect(await runJournalCommand({ backup }, { data: bench.folder })).toBe(0);
    const other = await TestBench.start([]);
    onTestFinished(() => other.close());
    await other.down();
    for (const name of ['journal', 'registry']) {
      await rm(join(other.folder, name), { recursive: true });
    }
    expect(await runJournalCommand({ restore: backup }, { data: other.folder })).toBe(0);
    await cp(join(bench.folder, 'master.key'), join(other.folder, 'master.key'));
    other.devices.push(...bench.devices);
    await other.up();
    expect(await connects(other, 3, OLD)).toBe(4);
    expect(await connects(other, 3, key)).toBe(0);
    expect(other.gateway.administration.commandsOf(ID)).toMatchObject([{ state: 'done' }]);
  });

  it('of an older gateway whose keys are damaged is refused, and newer ones stay', async () => {
    const bench = await start();
    await bench.down();
    // What no gateway has taken over yet.
    await writeFile(
      join(bench.folder, 'keys.json'),
      '{"format":"call-button keys 1","devices":{}}',
    );
    const backup = join(bench.folder, 'backup');
    await runJournalCommand({ backup }, { data: bench.folder });
    const data = join(bench.folder, 'restored');
    await mkdir(data);
    await writeFile(join(data, 'keys.json'), 'newer');
    await runJournalCommand({ restore: backup }, { data });
    expect(await readFile(join(data, 'keys.json'), 'utf8')).toBe('newer');
    await writeFile(join(backup, 'keys.json'), '{}');
    const restoring = runJournalCommand({ restore: backup }, { data: join(data, 'again') });
    await expect(restoring).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  });
});

describe('a key that was rotated', () => {
  it('is in no file that can be read without the master key', async () => {
    const bench = await start();
    const key = await rotate(bench);
    const secret = Buffer.from(key.secret);
    for (const [path, bytes] of await bytesUnder(bench.folder)) {
      for (const form of [secret, secret.toString('hex'), secret.toString('base64')]) {
        expect([path, bytes.includes(form)]).toEqual([path, false]);
      }
    }
  });

  it('gives way to a key that was provisioned over the cable since', async () => {
    const bench = await start();
    const rotated = await rotate(bench);
    expect(await connects(bench, 2, rotated)).toBe(0);
    for (const version of [1, 2, 3]) {
      const fresh = { version, secret: Buffer.alloc(32, version + 100) };
      bench.devices[0] = testDevice(ID, { keys: [fresh] });
      await restart(bench);
      expect(await connects(bench, 10 + version, fresh)).toBe(0);
      expect(await connects(bench, 20, rotated)).toBe(4);
    }
  });

  it('does not give way to an older devices file', async () => {
    const bench = await start();
    bench.devices[0] = testDevice(ID, { keys: [{ ...OLD, version: 5 }] });
    await restart(bench);
    const device = await ObedientDevice.join(bench, ID, session(1), { ...OLD, version: 5 });
    await bench.gateway.administration.command(ONE, { kind: 'rotate_key' });
    const key = newKey(await device.hears());
    device.close();
    expect(await connects(bench, 2, key)).toBe(0);
    const older = { version: 4, secret: Buffer.alloc(32, 1) };
    bench.devices[0] = testDevice(ID, { keys: [older] });
    await restart(bench);
    expect(await connects(bench, 3, older)).toBe(4);
    expect(await connects(bench, 4, key)).toBe(0);
  });

  it('and lies in an old file that can not be read keeps nobody else from connecting', async () => {
    const bench = await start();
    bench.devices.push(testDevice('CB-0002'));
    await rotate(bench);
    await bench.down();
    const path = join(bench.folder, 'keys.json');
    await writeFile(path, 'nonsense');
    await bench.up();
    const { administration } = bench.gateway;
    expect(bench.gateway.health()).toMatchObject({ status: 'degraded' });
    await ObedientDevice.join(bench, 'CB-0002', session(1));
    const order = administration.command(ONE, { kind: 'rotate_key' });
    await expect(order).rejects.toMatchObject({ code: 'KEYS_FAILED' });
    await bench.down();
    expect(await readFile(path, 'utf8')).toBe('nonsense');
  });
});
