// `call-button device update` and its kind against a running gateway: what an operator types, sees, and is refused.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { deviceProgram } from '#gateway/cli/device.ts';
import { updatesText } from '#gateway/cli/update.ts';
import { DEVICE_STEPS } from '#gateway/domain/updates/progress.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { UPDATE } from '#gateway/messages/update.ts';
import { imageFile } from '#simulator/updates/image.ts';
import { printed } from '../printed.ts';
import { tempFolder } from '../temp.ts';
import { UpdatingDevice } from '../updates/updating-device.ts';
import { GatewayCommand, portOf } from './gateway-command.ts';

const IDS = ['CB-0001', 'CB-0002'];

async function start() {
  const folder = await tempFolder();
  const config = join(folder, 'gateway.yaml');
  const file = join(folder, 'devices.yaml');
  const devices = IDS.map((device_id) => ({
    device_id,
    key: Buffer.alloc(32, device_id).toString('hex'),
    group: 'north',
    home: { reference: `home-of-${device_id}` },
  }));
  await writeFile(file, JSON.stringify({ devices }));
  const listeners = 'mqtt: { port: 0 }, http: { port: 0 }, admin: off, desk: off';
  await writeFile(config, `{ data: "${join(folder, 'data')}", devices: "${file}", ${listeners} }`);
  const ready = await new GatewayCommand(config, {}).says(({ msg }) => msg === 'gateway ready');
  const buttons: UpdatingDevice[] = [];
  for (const deviceId of IDS) {
    const button = new UpdatingDevice(deviceId);
    onTestFinished(() => button.close());
    await button.start(portOf(ready.mqtt));
    buttons.push(button);
  }
  const image = join(folder, 'call-button-0.3.0.image');
  await writeFile(image, imageFile({ scripts: { main: 'print(1)' } }));
  const device = (...args: string[]) =>
    printed(() => deviceProgram().parseAsync([...args, '--config', config], { from: 'user' }));
  return { device, image, folder, buttons };
}

it('an operator rolls out, watches, and goes back', async () => {
  const { device, image, buttons } = await start();
  expect(await device('updates')).toBe('No updates yet.\n');
  const begun = await device('update', '--group', 'north', '--image', image, '--yes');
  expect(begun).toContain('update 1 to 0.3.0: running, stage 1 of 2\n');
  await expect
    .poll(() => device('updates'), { timeout: 30_000 })
    .toContain('update 1 to 0.3.0: finished\n');
  expect(await device('updates')).toContain('2  runs it well');
  expect(await device('updates', '--lang', 'zh')).toContain('2  运行正常');
  expect(buttons.map(({ running }) => running)).toEqual(['0.3.0', '0.3.0']);
  const { updates, devices } = JSON.parse(await device('updates', '--json'));
  expect(updates).toMatchObject([{ number: 1, state: 'finished', devices: { good: 2 } }]);
  expect(devices).toMatchObject([{ step: 'good' }, { step: 'good' }]);
  expect(await device('update-back', '--yes')).toContain('update 1 to 0.3.0: running, going back');
  await expect.poll(() => device('updates'), { timeout: 30_000 }).toContain('2  went back');
}, 60_000);

it('an operator stops it and lets it go on', async () => {
  const { device, image, buttons } = await start();
  for (const button of buttons) button.waitsFor = 'press';
  await device('update', '--all', '--image', image, '--yes');
  await expect
    .poll(() => device('updates'), { timeout: 10_000 })
    .toMatch(/CB-000\d +1 +waits: a press waits there/);
  expect(await device('update-stop')).toContain('stopped');
  expect(await device('updates')).toContain('stopped by an operator');
  expect(await device('updates')).toContain('device update-resume` lets it go on');
  await expect(device('update-back', '--yes')).rejects.toMatchObject({ code: 'UPDATE_NOWHERE' });
  expect(await device('update-resume')).toContain('running');
  await device('update-stop');
});

it('what is wrong is refused with a code and what to do, and nothing is begun', async () => {
  const { device, image, folder } = await start();
  const refused = (code: string, ...args: string[]) =>
    expect(device(...args)).rejects.toMatchObject({ code });
  const damaged = join(folder, 'damaged.image');
  await writeFile(damaged, imageFile().subarray(0, -1));
  await refused('IMAGE_DAMAGED', 'update', '--all', '--image', damaged, '--yes');
  await refused('IMAGE_UNREADABLE', 'update', '--all', '--image', `${image}x`, '--yes');
  await refused('ARGUMENT_INVALID', 'update', '--image', image, '--yes');
  await refused('ARGUMENT_INVALID', 'update', IDS[0] as string, '--all', '--image', image);
  await refused('NO_SUCH_GROUP', 'update', '--group', 'x', '--image', image, '--yes');
  await refused('NO_SUCH_DEVICE', 'update', 'CB-9999', '--image', image, '--yes');
  await refused('NO_SUCH_UPDATE', 'update-stop');
  await refused('NO_SUCH_UPDATE', 'update-back', '--yes');
  expect(await device('updates')).toBe('No updates yet.\n');
});

it('has words for everything that a device may have come to, and for a long list', () => {
  const none = Object.fromEntries(DEVICE_STEPS.map((step) => [step, 1]));
  const shown = {
    number: 2,
    image: 'a'.repeat(64),
    version: '1.0.0',
    older: false,
    scope: { all: true as const },
    by: 'wang',
    state: 'stopped' as const,
    direction: 'forward' as const,
    stage: 2,
    stages: 4,
    devices: none as never,
    started_at: '2026-01-01T00:00:00.123Z',
    ended_at: null,
    stop: {
      why: 'failed' as const,
      device_id: 'CB-1',
      detail: 'trials',
      at: '2026-01-01T00:00:00Z',
    },
  };
  const devices = Array.from({ length: 40 }, (_, at) => ({
    device_id: `CB-${at}`,
    stage: 1,
    step: 'failed' as const,
    detail: 'something newer',
    since: '2026-01-01T00:00:00Z',
  }));
  const en = updatesText([shown, shown], devices, textsIn(UPDATE, 'en'));
  expect(en).toContain('stopped by itself: a device went back, CB-1, it was started three times');
  const taken = { ...shown, stop: { ...shown.stop, detail: 'left' } };
  expect(updatesText([taken], [], textsIn(UPDATE, 'en'))).toContain(
    'a device does not take it, CB-1, this image was taken back there by order',
  );
  expect(en).toContain('CB-29');
  expect(en).toContain('and 10 more');
  expect(en).toContain('former updates\nupdate 2 to 1.0.0: stopped\n');
  const zh = updatesText([shown], devices, textsIn(UPDATE, 'zh'));
  for (const step of DEVICE_STEPS) expect(zh).toContain(UPDATE.step[step].zh);
  expect(zh).toContain('自行停止：有设备已退回，CB-1，启动三次');
  // Commands stay as they are typed.
  expect(zh.replaceAll(/`[^`]*`/g, '')).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/);
});
