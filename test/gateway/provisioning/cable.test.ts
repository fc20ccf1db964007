// Ports and lines: a device is told from other adapters, and what can't be opened or read has its own sentence.
import { expect, onTestFinished, test, vi } from 'vitest';
import { ConsoleDevice, ttyCable } from '#firmware/host/console-device.ts';
import { Cable } from '#gateway/provisioning/cable/cable.ts';
import { Conversation } from '#gateway/provisioning/cable/conversation.ts';
import { findDevice, type Search } from '#gateway/provisioning/cable/find.ts';
import type { Port } from '#gateway/provisioning/cable/ports.ts';
import { loadSerial, openSerial } from '#gateway/provisioning/cable/serial.ts';
import { Failure } from '#gateway/provisioning/failure.ts';
import { hasSocat, ptyPair } from '#test/support/pty.ts';
import { VirtualCable } from '#test/support/virtual-cable.ts';
import { QUICK } from '#test/support/virtual-installer.ts';

const hasSerial = await loadSerial().then(
  () => true,
  () => false,
);
const SILENT = { pressed() {}, settled() {}, news() {}, shown() {}, link() {} };
const { signal } = new AbortController();

/** A computer with these ports; on those of `devices` hangs a device. */
function computer(paths: string[], devices: string[]) {
  const cables = new Map(paths.map((path) => [path, new VirtualCable(path)]));
  for (const path of devices) {
    const device = new ConsoleDevice(cables.get(path)!.device, { observer: SILENT });
    onTestFinished(() => device.stop());
  }
  const tried: string[] = [];
  const search: Search = {
    port: undefined,
    list: async (): Promise<Port[]> =>
      paths.map((path) => ({ path, label: '', isUsb: path.includes('USB') })),
    open: (path) => cables.get(path)!.open(path),

    pace: { ...QUICK, answerMs: 20, attempts: 2 },
    signal,
    onTried: ({ path }, found) =>
      tried.push(`${path} ${found instanceof Failure ? found.code : 'device'}`),
  };
  return { search, tried, cables };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'found',
    (error) => (error as Failure).code,
  );

test('the one device among other adapters is found, and each port is told', async () => {
  const { search, tried } = computer(
    ['/dev/ttyUSB0', '/dev/ttyUSB1', '/dev/ttyS0'],
    ['/dev/ttyUSB1'],
  );
  const talk = await findDevice(search);
  expect(talk.line.path).toBe('/dev/ttyUSB1');
  expect(talk.hello).toMatchObject({ deviceId: '', model: 'host' });
  // A port that is not on USB is left alone while there are some that are.
  expect(tried).toEqual(['/dev/ttyUSB0 DEVICE_SILENT', '/dev/ttyUSB1 device']);
});

test('no port, a system that lists none, a silent one and several devices are told apart', async () => {
  expect(await codeOf(findDevice(computer([], []).search))).toBe('NO_PORT');
  const { search } = computer([], []);
  const list = async () => {
    throw new Error('udevadm: not found');
  };
  expect(await codeOf(findDevice({ ...search, list }))).toBe('NO_PORT');
  expect(await codeOf(findDevice(computer(['/dev/ttyS0'], []).search))).toBe('DEVICE_SILENT');
  const two = computer(['/dev/ttyUSB0', '/dev/ttyUSB1'], ['/dev/ttyUSB0', '/dev/ttyUSB1']);
  expect(await codeOf(findDevice(two.search))).toBe('SEVERAL_PORTS');
  const choose = async (found: Conversation[]) => found[1]!;
  expect((await findDevice({ ...two.search, choose })).line.path).toBe('/dev/ttyUSB1');
});

test('a cable that forgets finds the device on another port, unless its port was named', async () => {
  const { search } = computer(['/dev/ttyUSB0', '/dev/ttyUSB1'], ['/dev/ttyUSB0', '/dev/ttyUSB1']);
  let plugged = '/dev/ttyUSB0';
  const list = async () => [{ path: plugged, label: '', isUsb: true }];
  const open: Search['open'] = async (path) => {
    if (path !== plugged) throw new Failure('PORT_MISSING', path);
    return await search.open(path);
  };
  for (const [port, found] of [
    [undefined, '/dev/ttyUSB1'],
    ['/dev/ttyUSB0', 'PORT_MISSING'],
  ] as const) {
    plugged = '/dev/ttyUSB0';
    const cable = new Cable({ ...search, list, open, port });
    await cable.talk();
    plugged = '/dev/ttyUSB1';
    await cable.forget();
    const talked = await cable.talk().catch((error) => error as Failure);
    expect(talked instanceof Failure ? talked.code : talked.line.path).toBe(found);
  }
});

test('another adapter that talks is unreadable, not silent', async () => {
  const { search, cables } = computer(['/dev/ttyUSB0'], []);
  cables.get('/dev/ttyUSB0')?.talks();
  expect(await codeOf(findDevice(search))).toBe('DEVICE_UNREADABLE');
});

test.skipIf(!hasSerial)(
  'a port that is not there, and a file that is no port, are told',
  async () => {
    expect(await codeOf(openSerial('/dev/call-button-nothing'))).toBe('PORT_MISSING');
    expect(await codeOf(openSerial('/dev/null'))).toBe('PORT_FAILED');
  },
);

test.skipIf(!hasSocat || !hasSerial)(
  'a real port carries every byte as it is, and tells when it is gone or held by somebody else',
  async () => {
    const { device: end, pc } = await ptyPair();
    const far = ttyCable(end);
    const device = new ConsoleDevice(far, { observer: SILENT });
    onTestFinished(() => device.stop());
    const line = await openSerial(pc);
    const talk = await Conversation.begin(line, QUICK, signal);
    // XOFF, XON, 8-bit characters and noise around it: the line goes on.
    far.write('\x13\xff\x80noise\x11');
    await talk.set('wifi_ssid', '张家 \u00ff');
    expect(await talk.ask('get', 'wifi_ssid')).toEqual(['draft', '张家 \u00ff']);
    expect(await codeOf(openSerial(pc))).toBe('PORT_BUSY');
    await line.close();
  },
);

test('where the native module does not load, only this command says so', async () => {
  vi.doMock('serialport', () => {
    throw new Error('No native build was found');
  });
  vi.resetModules();
  const fresh = await import('#gateway/provisioning/cable/serial.ts');
  await expect(fresh.openSerial('/dev/ttyUSB0')).rejects.toMatchObject({
    code: 'SERIAL_UNAVAILABLE',
  });
  vi.doUnmock('serialport');
});
