// Configurations from the gateway: taken, tried, refused as a whole, and gone back from.
import { expect, test } from 'vitest';
import { type Configuration, KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { waiting } from '#test/support/waiting.ts';
import { type Bench, Board, MAIN, SPARE } from './scripted-gateway.ts';
import { STORED } from './stored-settings.ts';

const NEW = { host: 'new.test', port: 1884, tls: false };
const NOTHING: Configuration = {
  kind: 'configuration',
  revision: 5,
  heartbeatS: 0,
  unreachedAfterS: 0,
  mainGateway: null,
  spareGateway: null,
};

function configure({ gateway, hal }: Bench, changes: Partial<Configuration>): void {
  gateway.send({ ...NOTHING, ...changes });
  hal.advance(50);
}

function reported({ gateway }: Bench): number | undefined {
  const event = gateway.of('heartbeat').at(-1)?.uplink.event;
  return event?.kind === 'heartbeat' ? event.configurationRevision : undefined;
}

const hosts = ({ hal }: Bench) => hal.sockets.map((socket) => socket.address.host);

/** A trial has begun, of an address at which nobody answers. */
function tryingNew(): { board: Board; made: Bench } {
  const board = new Board();
  const made = board.connected();
  made.gateway.dead.add('new.test');
  configure(made, { mainGateway: NEW });
  return { board, made };
}

test('intervals and limits hold at once, are stored, and the revision is reported', () => {
  const board = new Board();
  const made = board.connected();
  expect(reported(made)).toBe(0);
  configure(made, { heartbeatS: 60, unreachedAfterS: 30 });
  expect(reported(made)).toBe(5);
  expect(board.stored).toEqual({
    ...STORED,
    revision: 5,
    heartbeat_s: 60,
    unreached_after_s: 30,
  });
  const beats = made.gateway.of('heartbeat').length;
  made.hal.advance(121_000);
  expect(made.gateway.of('heartbeat').length).toBe(beats + 2);
  made.hal.press(KEY_RED);
  made.hal.advance(29_000);
  expect(made.hal.light).toBe('stored');
  made.hal.advance(1_100);
  expect(made.hal.light).toBe('unreached');
  expect(hosts(made)).toEqual(['main.test']);
});

test('the limit holds also for a red press that waits already', () => {
  const made = new Board().connected();
  made.hal.press(KEY_RED);
  made.hal.advance(40_000);
  configure(made, { unreachedAfterS: 30 });
  expect(made.hal.light).toBe('unreached');
});

test('what a configuration leaves out stays, and it holds after a restart', () => {
  const board = new Board();
  configure(board.connected(), { heartbeatS: 60 });
  configure(board.connected(), { revision: 6, unreachedAfterS: 45 });
  const made = board.connected();
  expect(made.device.settings).toMatchObject({
    revision: 6,
    heartbeatMs: 60_000,
    limits: { unreachedRed: 45_000 },
    main: MAIN,
  });
  expect(reported(made)).toBe(6);
});

test('a revision that is not larger changes nothing', () => {
  const board = new Board({ revision: 5 });
  const made = board.connected();
  configure(made, { heartbeatS: 60 });
  configure(made, { revision: 4, heartbeatS: 60 });
  expect(made.device.settings.heartbeatMs).toBe(600_000);
  expect(board.stored.revision).toBe(5);
});

test.each<[string, Partial<Configuration>]>([
  ['a heartbeat of 59 s', { heartbeatS: 59 }],
  ['a heartbeat of 86,401 s', { heartbeatS: 86_401 }],
  ['a limit of 29 s', { unreachedAfterS: 29 }],
  ['a limit of 601 s', { unreachedAfterS: 601 }],
  ['a host with a blank', { mainGateway: { host: 'a b', port: 1, tls: false } }],
  ['a host of 129 characters', { mainGateway: { host: 'a'.repeat(129), port: 1, tls: false } }],
  ['a spare host that is not ASCII', { spareGateway: { host: 'é', port: 1, tls: false } }],
])('%s: the whole configuration is refused and the last good one kept', (_, wrong) => {
  const board = new Board({ revision: 2 });
  const made = board.connected();
  configure(made, { heartbeatS: 120, unreachedAfterS: 60, ...wrong });
  made.hal.advance(600_000);
  expect(made.device.settings).toMatchObject({ heartbeatMs: 600_000, main: MAIN });
  expect(board.stored).toEqual({ ...STORED, revision: 2 });
  expect(reported(made)).toBe(2);
  expect(hosts(made)).toEqual(['main.test']);
  configure(made, { revision: 6, heartbeatS: 120 });
  expect(reported(made)).toBe(6);
});

test('nothing of a new address is stored before a sealed downlink came from there', () => {
  const board = new Board();
  const made = board.connected();
  made.gateway.greets = false;
  made.gateway.receipts = 0;
  configure(made, { mainGateway: NEW });
  made.hal.advance(2_000);
  expect(made.device.link.state).toBe('open');
  expect(board.stored).toEqual({ ...STORED, tried_revision: 5 });
  expect(reported(made)).toBe(0);
  made.gateway.greet();
  made.hal.advance(50);
  expect(board.stored).toMatchObject({ main: { host: 'new.test', port: 1884 }, revision: 5 });
  expect(reported(made)).toBe(5);
  expect(hosts(board.connected())).toEqual(['new.test']);
});

test('an address at which nobody answers is given up after 6 attempts, and the last good one is back', () => {
  const board = new Board({ revision: 2 });
  const made = board.connected();
  made.gateway.dead.add('new.test');
  configure(made, { mainGateway: NEW, heartbeatS: 60, unreachedAfterS: 30 });
  expect(made.device.settings.heartbeatMs).toBe(60_000);
  made.hal.advance(180_000);
  expect(hosts(made)).toEqual(['main.test', ...Array(6).fill('new.test'), 'main.test']);
  expect(made.device.link.state).toBe('connected');
  expect(made.device.settings).toMatchObject({
    heartbeatMs: 600_000,
    limits: { unreachedRed: 90_000 },
    trial: null,
  });
  expect(made.device.calls.red.unreachedMs).toBe(90_000);
  expect(board.stored).toEqual({ ...STORED, revision: 2, tried_revision: 5 });
  expect(reported(made)).toBe(2);
});

test('an address whose gateway cannot seal is given up within 3 min', () => {
  const made = new Board().connected();
  configure(made, { mainGateway: NEW });
  made.hal.onConnect = (socket) => {
    if (socket.address.host === 'main.test') made.gateway.accept(socket);
    else socket.open();
  };
  made.hal.advance(180_000);
  expect(hosts(made).at(-1)).toBe('main.test');
  expect(made.device.link.state).toBe('connected');
});

test('a revision that failed is not tried again, also after a restart; a higher one is', () => {
  const { board, made } = tryingNew();
  made.hal.advance(180_000);
  configure(made, { mainGateway: NEW });
  made.hal.advance(180_000);
  expect(hosts(made).filter((host) => host === 'new.test').length).toBe(6);
  const next = board.connected();
  configure(next, { mainGateway: NEW });
  next.hal.advance(180_000);
  expect(hosts(next)).toEqual(['main.test']);
  configure(next, { revision: 6, mainGateway: NEW });
  next.hal.advance(2_000);
  expect(reported(next)).toBe(6);
});

test('a restart during a trial ends it', () => {
  const { board, made } = tryingNew();
  made.hal.advance(2_000);
  const next = board.connected();
  expect(hosts(next)).toEqual(['main.test']);
  configure(next, { mainGateway: NEW });
  next.hal.advance(5_000);
  expect(hosts(next)).toEqual(['main.test']);
});

test('a trial that cannot be judged for want of memory ends in a restart, at the last good address, with all presses', () => {
  const { board, made } = tryingNew();
  made.hal.advance(100);
  made.device.loadService = () => null;
  made.hal.press(KEY_RED);
  expect(made.hal.restarts).toBe(1);
  const next = board.connected();
  next.hal.advance(10_000);
  expect(hosts(next)).toEqual(['main.test']);
  expect(next.gateway.presses.length).toBe(1);
  expect(next.hal.restarts).toBe(0);
});

test('a red press during a trial is sent over the last good address within 10 s, and the trial is made up for', () => {
  const board = new Board();
  const made = board.connected();
  // Accepts the connection and never answers: the slowest failure.
  made.hal.onConnect = (socket) => {
    if (socket.address.host === 'main.test') made.gateway.accept(socket);
    else socket.open();
  };
  configure(made, { mainGateway: NEW });
  made.hal.advance(5_000);
  expect(hosts(made).at(-1)).toBe('new.test');
  made.hal.press(KEY_RED);
  made.hal.advance(10_000);
  expect(hosts(made).at(-1)).toBe('main.test');
  expect(made.gateway.presses.length).toBe(1);
  expect(waiting(made.device.outbox)).toEqual([]);
  made.hal.onConnect = (socket) => made.gateway.accept(socket);
  configure(made, { mainGateway: NEW });
  made.hal.advance(12_000);
  expect(reported(made)).toBe(5);
});

test('an address with TLS is tried and kept as such', () => {
  const board = new Board();
  const made = board.connected();
  configure(made, { mainGateway: { ...NEW, tls: true } });
  made.hal.advance(12_000);
  expect(made.hal.socket.address).toEqual({ ...NEW, tls: true });
  expect(reported(made)).toBe(5);
  expect(board.stored?.main).toEqual({ host: NEW.host, port: NEW.port, tls: true });
});

test('a trial does not begin while a press waits', () => {
  const made = new Board().connected();
  made.gateway.receipts = 0;
  made.hal.press(KEY_GREEN);
  configure(made, { mainGateway: NEW });
  made.hal.advance(2_000);
  expect(hosts(made)).toEqual(['main.test']);
  made.gateway.receipts = 1;
  made.hal.advance(60_000);
  configure(made, { mainGateway: NEW });
  made.hal.advance(2_000);
  expect(hosts(made)).toEqual(['main.test', 'new.test']);
});

test('a spare address that alone is new has to prove itself there', () => {
  const board = new Board();
  const made = board.connected();
  configure(made, { spareGateway: SPARE });
  made.hal.advance(2_000);
  expect(hosts(made)).toEqual(['main.test', 'spare.test']);
  expect(board.stored.spare).toEqual({ host: 'spare.test', port: 1883 });
  made.gateway.dead.add('new.test');
  configure(made, { revision: 6, spareGateway: NEW });
  made.hal.advance(180_000);
  expect(board.stored.spare).toEqual({ host: 'spare.test', port: 1883 });
  expect(made.device.link.state).toBe('connected');
});

test('an address that is named but not new needs no trial', () => {
  const made = new Board().connected();
  configure(made, { mainGateway: MAIN });
  expect(reported(made)).toBe(5);
  expect(hosts(made)).toEqual(['main.test']);
});

test('a store that takes nothing: nothing changes, and it is reported as a fault', () => {
  const board = new Board();
  const made = board.connected();
  board.store.full = true;
  configure(made, { heartbeatS: 60 });
  configure(made, { revision: 6, mainGateway: NEW });
  made.hal.advance(2_000);
  expect(made.device.settings).toMatchObject({ heartbeatMs: 600_000, revision: 0, main: MAIN });
  expect(hosts(made)).toEqual(['main.test']);
  expect(made.gateway.of('fault').map((frame) => frame.uplink.event)).toMatchObject([
    { faultKind: 2 },
  ]);
});
