// `call-button device` about a button that is away, lost or found: what an operator sees of it, and does.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deviceProgram } from '#gateway/cli/device.ts';
import { deviceLine, showText } from '#gateway/cli/device-text.ts';
import { registryProgram } from '#gateway/cli/registry.ts';
import { CONDITIONS } from '#gateway/domain/condition.ts';
import type { AdministeredJson } from '#gateway/management/views.ts';
import { DEVICE } from '#gateway/messages/device.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { printed } from '../printed.ts';
import { tempFolder } from '../temp.ts';
import { GatewayCommand, portOf } from './gateway-command.ts';

const KEY = Buffer.alloc(32, 7);
const ID = 'CB-0001';
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/.source;

async function gateway() {
  const folder = await tempFolder();
  const config = join(folder, 'gateway.yaml');
  const file = join(folder, 'devices.yaml');
  const devices = [ID, 'CB-0002'].map((device_id) => ({
    device_id,
    key: KEY.toString('hex'),
    group: 'north',
    home: { reference: `home-of-${device_id}` },
  }));
  await writeFile(file, JSON.stringify({ devices }));
  const listeners = 'mqtt: { port: 0 }, http: { port: 0 }, admin: off, desk: off';
  await writeFile(config, `{ data: "${join(folder, 'data')}", devices: "${file}", ${listeners} }`);
  const command = new GatewayCommand(config, {});
  const ready = await command.says(({ msg }) => msg === 'gateway ready');
  const asked = ['--config', config];
  const told = (program: typeof deviceProgram, args: string[]) =>
    printed(() => program().parseAsync([...args, ...asked], { from: 'user' }));
  return {
    mqtt: portOf(ready.mqtt),
    device: (...args: string[]) => told(deviceProgram, args),
    take: () => told(registryProgram, ['import', file]),
  };
}

it('a device is shown with labels, and one that is away with since when', async () => {
  const { mqtt, device } = await gateway();
  expect(await device('show', ID)).toContain('connection: never connected\n');
  const button = await new RawDevice(ID, KEY, { bootId: 1, connectNo: 1 }).join(mqtt);
  expect(await device('show', ID)).toBe(
    'device: CB-0001\ngroup: north\nconnection: connected\nopen cases: none\nkey: 1\n',
  );
  button.close();
  const since = new RegExp(`^connection: not connected since ${MOMENT}$`, 'm');
  await expect.poll(() => device('show', ID)).toMatch(since);
  expect(await device('show', ID, '--lang', 'zh')).toMatch(/^连接: 自 20.*Z 起未连接$/m);
  expect(await device('list')).toMatch(new RegExp(`CB-0001 +north +not connected since ${MOMENT}`));
  const [listed] = JSON.parse(await device('list', '--json')).devices;
  expect(listed).toMatchObject({ connected: false, heard_at: expect.any(String), conditions: [] });
});

it('its open cases are told in words, in both languages, and every condition has some', () => {
  const view: AdministeredJson = {
    device_id: ID,
    group: 'g',
    in_service: true,
    connected: false,
    key_version: 1,
    next_key_version: null,
    pending_configuration: false,
    open_commands: 0,
    heard_at: '2026-11-30T10:00:00.123Z',
    battery_percent: 12,
    rssi_dbm: -71,
    conditions: ['offline', 'battery_low'],
  };
  const configuration = { wanted: {}, own: {}, revision: 0, reported: null, pending_since: null };
  const shown = { ...view, configuration, commands: [] };
  expect(showText(shown, textsIn(DEVICE, 'en'))).toBe(`device: CB-0001
group: g
connection: not connected since 2026-11-30T10:00:00Z
open cases: no connection; the battery is low
battery: 12 %
Wi-Fi signal: -71 dBm
key: 1
`);
  expect(deviceLine(view, textsIn(DEVICE, 'zh')).at(-1)).toBe('失去连接; 电池电量低');
  expect(Object.keys(DEVICE.condition)).toEqual(Object.keys(CONDITIONS));
});

it('a lost button is suspended, resumed and retired by a command, with the reason in the records', async () => {
  const { mqtt, device, take } = await gateway();
  // The devices file is not written by anybody but its owner.
  await expect(device('suspend', ID, '--reason', 'lost')).rejects.toMatchObject({
    code: 'NO_SUCH_DEVICE',
    message: expect.stringContaining('only the devices file has it'),
  });
  await take();
  const button = await new RawDevice(ID, KEY, { bootId: 1, connectNo: 1 }).join(mqtt);
  expect(await device('suspend', ID, '--reason', 'lost in the lift')).toContain('is suspended');
  await expect.poll(() => button.isClosed).toBe(true);
  expect(await device('show', ID)).toContain('out of service');
  await expect(device('resume', 'CB-0002', '--reason', 'x')).rejects.toMatchObject({
    code: 'STATE_WRONG',
  });
  expect(await device('resume', ID, '--reason', 'found', '--lang', 'zh')).toContain('已恢复');
  (await new RawDevice(ID, KEY, { bootId: 1, connectNo: 2 }).join(mqtt)).close();
  await expect(device('retire', ID, '--reason', 'broken')).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: expect.stringContaining('retired for good'),
  });
  expect(await device('retire', ID, '--reason', 'broken', '--yes')).toContain('keys are erased');
  await expect(device('suspend', 'CB-9', '--reason', 'x')).rejects.toMatchObject({
    code: 'NO_SUCH_DEVICE',
  });
});

it('a step without a reason is refused before anything is asked', async () => {
  for (const args of [
    ['suspend', ID],
    ['retire', ID, '--reason', ' '],
    ['resume', '--reason', 'x'],
  ]) {
    const program = deviceProgram();
    for (const command of program.commands) {
      command.exitOverride().configureOutput({ writeErr: () => {} });
    }
    await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow();
  }
});
