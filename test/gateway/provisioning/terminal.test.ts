// The command in a real terminal, on a real serial port's stand-in: an installer types, presses, pulls and stops.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ConsoleDevice, ttyCable } from '#firmware/host/console-device.ts';
import { loadSerial } from '#gateway/provisioning/cable/serial.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { AdminGateway } from '#test/support/admin-gateway.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { hasSocat, ptyPair } from '#test/support/pty.ts';
import { Terminal } from '#test/support/terminal.ts';

const hasSerial = await loadSerial().then(
  () => true,
  () => false,
);
const SILENT = { pressed() {}, settled() {}, news() {}, shown() {}, link() {} };

/** This build takes more where memory runs out; a board would break off what it does. */
const WATCH_MEMORY =
  'var all=process.memory().total;' +
  'setInterval(function(){if(process.memory().total>all)print("took more memory")},100);';

async function start() {
  const api = await AdminGateway.start();
  const ends = await ptyPair();
  const state = mkdtempSync(join(tmpdir(), 'call-button-terminal-'));
  onTestFinished(async () => {
    await api.stop();
    rmSync(state, { recursive: true, force: true });
  });
  const words = ['provision', '--port', ends.pc, '--gateway', api.url, '--main', api.main];
  const environment = { CALL_BUTTON_TOKEN: api.token, LANG: 'C' };
  return { api, ends, environment, words: [...words, '--state', state] };
}

function deviceOn(path: string): ConsoleDevice {
  const device = new ConsoleDevice(ttyCable(path), { observer: SILENT });
  onTestFinished(() => device.stop());
  return device;
}

test.skipIf(!hasSocat || !hasSerial)(
  'an installer at a terminal is led in Chinese from the box to in service',
  async () => {
    const { api, ends, environment, words } = await start();
    const device = deviceOn(ends.device);
    const terminal = new Terminal(words, { ...environment, LANG: 'zh_CN.UTF-8' });
    await terminal.answer('设备编号', 'CB!');
    await terminal.answer('4 到 32 个字符', '\u0015CB-0001');
    await terminal.answer('住户编号', 'H-1');
    await terminal.answer('社区', '和平社区');
    await terminal.answer('街道', '新街口街道');
    await terminal.answer('住户姓名', '张三丰');
    await terminal.answer('地址', '');
    await terminal.answer('电话', '');
    await terminal.answer('分组', 'north');
    await terminal.answer('Wi-Fi 名称', '张家');
    await terminal.answer('Wi-Fi 密码', 'secret-of-zhang');
    await terminal.says('住户编号：          H-1');
    await terminal.answer('都对吗', '');
    await terminal.says('已进入测试模式');
    // Enter alone has seen and heard nothing.
    await terminal.answer('一长一短', '');
    await terminal.says('没有看见灯光');
    await terminal.answer('现在怎么办', '');
    await terminal.says('一长一短');
    terminal.type('y');
    await terminal.says('蜂鸣器响了吗');
    terminal.type('y');
    await terminal.says('按一下绿键');
    device.hal.press(KEY_GREEN);
    await terminal.says('平台已受理绿键');
    await terminal.says('按一下红键');
    device.hal.press(KEY_RED);
    await terminal.says('CB-0001 已投入使用');
    await terminal.ended;
    expect(terminal.shown).not.toContain('secret-of-zhang');
    expect(api.device().state).toBe('in_service');
    expect(api.home('H-1')).toMatchObject({ community: '和平社区', resident: { name: '张三丰' } });
  },
);

test.skipIf(!hasSocat || !hasSerial)(
  'Ctrl-C while the installer is asked to press leaves all in order, and tells how to go on',
  async () => {
    const { api, ends, environment, words } = await start();
    const device = deviceOn(ends.device);
    const flags = [
      '--device-id',
      'CB-0001',
      '--reference',
      'H-1',
      '--community',
      'A',
      '--subdistrict',
      'B',
    ];
    const more = [
      '--name',
      'Wang',
      '--address',
      'x',
      '--telephone',
      '123',
      '--group',
      'g',
      '--wifi',
      'w',
    ];
    const all = [...words, ...flags, ...more];
    const first = new Terminal(all, { ...environment, CALL_BUTTON_WIFI_PASSWORD: '12345678' });
    await first.answer('Is all of this right?', '');
    await first.says('both lights');
    first.type('y');
    await first.says('buzzer beep');
    first.type('y');
    await first.says('Press the GREEN key once');
    first.type('\x03');
    await first.says('Go on with the same command');
    await first.says('npm run call-button -- provision --port');
    expect(await first.ended).toBe(1);
    const seen = [...all, '--signals-seen', '--yes'];
    const second = new Terminal(seen, environment);
    await second.says('it goes on');
    await second.says('Press the GREEN key once');
    device.hal.press(KEY_GREEN);
    await second.says('Press the RED key once');
    device.hal.press(KEY_RED);
    await second.says('CB-0001 is in service');
    expect(await second.ended).toBe(0);
    expect(api.device()).toMatchObject({ state: 'in_service', keyVersion: 1 });
  },
);

test.skipIf(!hasSocat || !hasSerial)(
  'an answer of a broken-off installation is an editable default, and is read once more before anything is registered',
  async () => {
    const { api, ends, environment, words } = await start();
    deviceOn(ends.device);
    const first = new Terminal([...words, '--device-id', 'CB-0001'], environment);
    await first.answer("resident's reference", 'H-99');
    await first.answer('Community', 'East');
    await first.answer('Subdistrict', '');
    await first.answer("Resident's name", 'Wang');
    await first.answer('Address', '');
    await first.answer('Telephone', '');
    await first.answer('Group', 'north');
    await first.says('Name of the Wi-Fi');
    first.type('\x03');
    await first.says('Go on with the same command');
    expect(await first.ended).toBe(1);
    const again = new Terminal([...words, '--device-id', 'CB-0001'], environment);
    await again.says("resident's reference");
    await again.answer('H-99', '\u0015H-1');
    await again.says('Community');
    await again.answer('East', '\u0015West');
    await again.answer('Subdistrict', '');
    await again.answer("Resident's name", 'Wang');
    await again.answer('Address', '');
    await again.answer('Telephone', '');
    await again.says('Group');
    await again.answer('north', '');
    await again.answer('Name of the Wi-Fi', 'home');
    await again.answer('Password of the Wi-Fi', '12345678');
    await again.says('H-1');
    await again.says('Is all of this right?');
    expect(api.homes).toEqual([]);
    // Down to the group, which is wrong as well.
    await again.answer('Correct: Group', '\x1b[B'.repeat(8));
    await again.says('Group, as the operator names it');
    await again.answer('north', '\u0015south');
    await again.answer('Is all of this right?', '');
    await again.says('CB-0001 is registered, in home H-1');
    again.type('\x03');
    expect(await again.ended).toBe(1);
    expect(api.homes.map(({ reference, community }) => [reference, community])).toEqual([
      ['H-1', 'West'],
    ]);
    expect(api.device()).toMatchObject({ group: 'south' });
  },
);

test.skipIf(!hasSocat || !hasSerial || !interpreter)(
  'interpreter: a board in the box is provisioned by the command, restarts and is in service',
  async () => {
    const { api, ends, environment, words } = await start();
    const plug = `Serial1.setup(115200,{path:'${ends.device}'});`;
    const folder = await board(null, 0, { prelude: plug + WATCH_MEMORY });
    const first = new RunningBoard(folder);
    await first.says('no settings');
    const flags = [
      '--device-id',
      'CB-0001',
      '--reference',
      'H-1',
      '--wifi',
      '张家',
      '--signals-seen',
      '--yes',
    ];
    const terminal = new Terminal([...words, ...flags], {
      ...environment,
      CALL_BUTTON_WIFI_PASSWORD: '12345678',
    });
    // The Linux build has no reset of its own: the power is cut in its place.
    await first.says('Not implemented');
    await first.cutPower();
    const second = new RunningBoard(folder);
    await second.says('link connected');
    await terminal.says('Press the GREEN key once');
    second.run('push(13)');
    await terminal.says('Press the RED key once');
    second.run('push(12)');
    await terminal.says('CB-0001 is in service');
    expect(await terminal.ended).toBe(0);
    for (const { output } of [first, second]) {
      expect(output).not.toMatch(/Uncaught|exception|took more memory/);
      expect(output).not.toContain(api.secretOf());
    }
  },
);
