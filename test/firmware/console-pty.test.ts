// A conversation over a real serial port's stand-in: with the virtual device, and with the script on the interpreter.
import { expect, onTestFinished, test } from 'vitest';
import { ConsoleDevice, ttyCable } from '#firmware/host/console-device.ts';
import { ConsoleClient } from '#protocol/console.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { KEY_TEXT, provisionOver, SECRET } from '#test/support/console-board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { hasSocat, ptyPair } from '#test/support/pty.ts';
import { until } from '#test/support/until.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY, Notes } from './scripted-gateway.ts';

function pcOn(path: string): ConsoleClient {
  const cable = ttyCable(path);
  onTestFinished(() => cable.close());
  return new ConsoleClient(cable, { timeoutMs: 2_000 });
}

function settingsFor(port: number): [string, string][] {
  return [
    ['device_id', DEVICE_ID],
    ['key', Buffer.from(KEY.secret).toString('hex')],
    ['key_version', '1'],
    ['main_host', '127.0.0.1'],
    ['main_port', String(port)],
    ['wifi_ssid', '张家 Wi-Fi'],
    ['wifi_password', 'pass $%* 字'],
  ];
}

test.skipIf(!hasSocat)(
  'socat: a virtual device is provisioned over a pty, restarts and connects',
  async () => {
    const { port } = await receiptingBroker();
    const { device: end, pc: other } = await ptyPair();
    const device = new ConsoleDevice(ttyCable(end), { observer: new Notes() });
    onTestFinished(() => device.stop());
    const pc = pcOn(other);
    expect(await provisionOver(pc, settingsFor(port), '6')).toBe('boot_id=7');
    expect((await pc.ask('restart')).ok).toBe(true);
    await until(() => device.device?.link.state === 'connected');
    expect([device.boots, device.device?.log.bootId]).toEqual([2, 7]);
  },
);

/** Leaves 380 variables. */
const FILLED =
  'global.filled=[];for(var i=process.memory().free-380;i>0;i-=2)filled.push("filled");' +
  'print("filled","up");';

test.skipIf(!hasSocat || !interpreter)(
  'socat, interpreter: a line for which memory is too short gets no answer, and takes nothing from a press',
  async () => {
    const { port } = await receiptingBroker();
    const { device, pc: other } = await ptyPair();
    const running = new RunningBoard(await board({ deviceId: DEVICE_ID, secret: SECRET }, port));
    await running.says('link connected');
    running.run(`Serial1.setup(115200,{path:'${device}'});${FILLED}`);
    await running.says('filled up');
    const cable = ttyCable(other);
    onTestFinished(() => cable.close());
    const hurried = new ConsoleClient(cable, { timeoutMs: 300 });
    expect(await hurried.hello()).toMatchObject({ code: 'SILENT' });
    running.pressRed();
    await running.says('shown accepted');
    expect(await running.hadRoom()).toBe(true);
    running.run('filled=0;print("memory","free")');
    await running.says('memory free');
    const hello = await new ConsoleClient(cable, { timeoutMs: 2_000 }).hello();
    expect(hello.fields.get('device_id')).toBe(DEVICE_ID);
  },
);

test.skipIf(!hasSocat || !interpreter)(
  'socat, interpreter: a board with a key tells its state, and answers a proof',
  async () => {
    const { port } = await receiptingBroker();
    const { device, pc: other } = await ptyPair();
    const running = new RunningBoard(await board({ deviceId: DEVICE_ID, secret: SECRET }, port));
    await running.says('link connected');
    running.run(`Serial1.setup(115200,{path:'${device}'});print("port","open")`);
    await running.says('port open');
    const before = await running.variables();
    const pc = pcOn(other);
    const hello = await pc.hello();
    expect(hello.fields.get('device_id')).toBe(DEVICE_ID);
    const state = await pc.ask('state');
    expect(state.ok && state.words).toContain('link=connected');
    // The script that answered, of some 200, is let go of again.
    expect(await running.variables()).toBeLessThanOrEqual(before + 100);
    expect(await pc.ask('get', 'main_host')).toMatchObject({ code: 'PROOF_REQUIRED' });
    expect((await pc.auth(hello.fields, { version: 1, secret: SECRET })).ok).toBe(true);
    expect(await pc.ask('get', 'main_host')).toEqual({ ok: true, words: ['stored', '127.0.0.1'] });
    expect(await pc.ask('get', 'key')).toEqual({ ok: true, words: ['secret'] });
    expect((await pc.ask('test')).ok).toBe(true);
    expect(await running.hadRoom()).toBe(true);
    expect(running.output).not.toMatch(/Uncaught|exception/);
    expect(running.output).not.toContain(KEY_TEXT);
  },
);
