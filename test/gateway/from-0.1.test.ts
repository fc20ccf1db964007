// What a gateway of 0.1 left behind starts unchanged: its configuration, its data folder and its backup.
import { execFileSync } from 'node:child_process';
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runJournalCommand } from '#gateway/cli/journal.ts';
import { API } from '#gateway/management/wire.ts';
import {
  KEY_GREEN,
  KEY_RED,
  RECEIPT_DUPLICATE,
  RECEIPT_STORED,
  STAGE_ANSWERED,
} from '#protocol/messages.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { GatewayCommand, portOf } from './cli/gateway-command.ts';
import { printed } from './printed.ts';
import { tempFolder } from './temp.ts';

/**
 * Made once with the last commit of 0.1 (9c46968): a gateway with two devices in its file and one in its registry,
 * red presses of CB-0001 (closed since) and CB-0003 (answered) and a green one of CB-0003 from the real firmware, a
 * backup, a stop and a second start; then CB-0002 pressed red while the platform answered 503, and the gateway was
 * killed. `facts.json` holds what it said. Left out are the journal's reserve, which is only room on the disk, and
 * the locks.
 */
const ARCHIVE = fileURLToPath(new URL('../fixtures/gateway-0.1.tar.gz', import.meta.url));
/** The platform's, in the configuration. It is no port of this machine: only that is changed. */
const PORT_OF_0_1 = '127.0.0.1:18099';
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const KEYS = { red: KEY_RED, green: KEY_GREEN } as const;

interface Facts {
  /** Of an operator. */
  token: string;
  /** Accepted by the platform. */
  presses: PressOf01[];
  /** Offered, and not accepted yet. */
  due: PressOf01;
}

interface PressOf01 {
  device_id: string;
  boot_id: number;
  seq: number;
  key: 'red' | 'green';
  call_id: string;
}

const idOf = ({ device_id, boot_id, seq }: PressOf01) => `${device_id}/${boot_id}/${seq}`;

async function unpacked() {
  const folder = await tempFolder();
  execFileSync('tar', ['-xzf', ARCHIVE, '-C', folder, '--no-same-owner']);
  const facts: Facts = JSON.parse(await readFile(join(folder, 'facts.json'), 'utf8'));
  return { folder, facts };
}

/** Today's gateway on the files of `folder`, with a platform that takes everything over. */
async function start(folder: string) {
  const platform = new StandInPlatform({ secret: SECRET });
  const url = new URL(await platform.start());
  onTestFinished(() => platform.stop());
  const config = join(folder, 'gateway.yaml');
  const text = await readFile(config, 'utf8');
  expect(text).toContain(PORT_OF_0_1);
  await writeFile(config, text.replaceAll(PORT_OF_0_1, url.host));
  const gateway = new GatewayCommand(config, { PLATFORM_SECRET: SECRET, PWD: folder });
  const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
  let boots = 1_000;
  /** A device in a later boot, which keeps what its earlier ones have not seen taken. */
  const connect = (deviceId: string) => {
    const key = Buffer.alloc(32, Number(deviceId.at(-1)));
    return new RawDevice(deviceId, key, { bootId: ++boots, connectNo: 1 }).join(portOf(ready.mqtt));
  };
  return { gateway, platform, ready, connect };
}

describe('the configuration and the data folder of 0.1', () => {
  it('start, and what was due is delivered under the call that was told', async () => {
    const { folder, facts } = await unpacked();
    const { gateway, platform, ready } = await start(folder);
    expect(ready.devices).toBe(3);
    await platform.until((received) => received.has(idOf(facts.due)));
    expect([...platform.received.keys()]).toEqual([idOf(facts.due)]);
    expect([...(platform.received.get(idOf(facts.due))?.callIds ?? [])]).toEqual(['CB-0002.1.1']);
    expect(await gateway.stop()).toBe(0);
  });

  it('know every press: one that comes again is a duplicate, and delivered no second time', async () => {
    const { folder, facts } = await unpacked();
    const { platform, connect } = await start(folder);
    for (const press of [...facts.presses, facts.due]) {
      const device = await connect(press.device_id);
      const identity = { bootId: press.boot_id, seq: press.seq };
      const receipt = await device.press(identity, KEYS[press.key]);
      expect([idOf(press), receipt.result]).toEqual([idOf(press), RECEIPT_DUPLICATE]);
      device.close();
    }
    const fresh = await connect('CB-0001');
    const { bootId } = fresh.session;
    const { result } = await fresh.press({ bootId, seq: 1 }, KEY_RED);
    expect(result).toBe(RECEIPT_STORED);
    await platform.until(({ size }) => size === 2);
    expect([...platform.received.keys()].sort()).toEqual([`CB-0001/${bootId}/1`, idOf(facts.due)]);
  });

  it('have the device and the home of the registry, the open call, and the token', async () => {
    const { folder, facts } = await unpacked();
    const { ready, connect } = await start(folder);
    const headers = { authorization: `Bearer ${facts.token}` };
    const answer = await fetch(`http://${ready.admin}${API}/devices/CB-0003`, { headers });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      device_id: 'CB-0003',
      state: 'in_service',
      group: 'north',
    });
    const device = await connect('CB-0003');
    const [news] = device.downlinks.filter(({ kind }) => kind === 'progress');
    expect(news).toMatchObject({
      calls: expect.arrayContaining([
        expect.objectContaining({ openedBy: { bootId: 1, seq: 2 }, stage: STAGE_ANSWERED }),
      ]),
    });
  });
});

describe('a backup of 0.1', () => {
  it('is restored, beside the master key that it does not hold', async () => {
    const { folder, facts } = await unpacked();
    await rename(join(folder, 'data'), join(folder, 'lost'));
    const place = { data: join(folder, 'data'), devices: join(folder, 'restored.yaml') };
    await cp(join(folder, 'lost', 'master.key'), join(folder, 'data', 'master.key'));
    const said = await printed(async () => {
      expect(await runJournalCommand({ restore: join(folder, 'backup') }, place)).toBe(0);
    });
    expect(said).toContain('3 presses');
    const { ready, connect } = await start(folder);
    expect(ready.devices).toBe(3);
    for (const press of facts.presses) {
      const device = await connect(press.device_id);
      const receipt = await device.press(
        { bootId: press.boot_id, seq: press.seq },
        KEYS[press.key],
      );
      expect([idOf(press), receipt.result]).toEqual([idOf(press), RECEIPT_DUPLICATE]);
      device.close();
    }
  });
});
