// Whatever a gateway orders, in whatever order, and whenever power fails or lines break: the device comes back, on an
// address that is good, with a key that the gateway holds, with every press, and does nothing twice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BAD, GOOD, World } from './remote-world.ts';

type Model = Record<string, never>;

function step(name: string, run: (world: World) => void): fc.Command<Model, World> {
  return {
    check: () => true,
    run: (_, world) => {
      run(world);
      // At every moment: only what is good is kept, and nothing is done twice.
      const { main, spare } = world.board.stored;
      for (const address of spare ? [main, spare] : [main]) expect(GOOD).toContain(address.host);
      expect(world.restarts).toBeLessThanOrEqual(world.reboots);
    },
    toString: () => name,
  };
}

/** Long enough for a trial to fail, and for the longest wait of an idle device. */
const SETTLED_MS = 15 * 60_000;

function settle(world: World): void {
  world.board.store.budget = Number.POSITIVE_INFINITY;
  world.wait(SETTLED_MS);
  const { device } = world.bench;
  expect(device.link.state).toBe('connected');
  expect(world.keys.some((key) => key.version === device.link.session.keyVersion)).toBe(true);
  expect(world.reported).toBe(world.board.stored.revision ?? 0);
  expect(device.settings.main.host).toBe(world.board.stored.main.host);
  expect(world.arrived.size).toBe(world.pressed);
}

const hosts = fc.constantFrom(...GOOD, ...BAD);
const addressed = (key: 'mainGateway' | 'spareGateway') =>
  hosts.map((host) =>
    step(`${key} ${host}`, (world) => world.configure({ [key]: { host, port: 1883, tls: false } })),
  );

const commands = [
  fc.constant(step('rotate', (world) => world.rotate())),
  fc.constant(step('the gateway forgets the new key', (world) => world.forget())),
  fc.constant(step('repeat', (world) => world.repeat())),
  fc.constant(step('reboot', (world) => world.reboot())),
  addressed('mainGateway'),
  addressed('spareGateway'),
  fc
    .constantFrom(10, 60, 300, 90_000)
    .map((seconds) => step(`heartbeat ${seconds}`, (w) => w.configure({ heartbeatS: seconds }))),
  fc.constant(step('configure again', (world) => world.repeatConfiguration())),
  fc.constant(step('press', (world) => world.press())),
  fc.constant(step('line breaks', (world) => world.do(({ hal }) => hal.socket.fail()))),
  fc.constant(step('power cut', (world) => world.cutPower())),
  fc.nat(1_500).map((characters) =>
    step(`power cut after ${characters} stored`, (world) => {
      world.board.store.budget = characters;
    }),
  ),
  fc.nat(30_000).map((ms) => step(`wait ${ms}`, (world) => world.wait(ms))),
  fc.constant(step('settle', settle)),
];

test('the device always comes back with what it was last proved good, and loses and doubles nothing', () => {
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 30, size: '+1' }), (run) => {
      const world = new World();
      fc.modelRun(() => ({ model: {}, real: world }), run);
      settle(world);
    }),
    { numRuns: 400 },
  );
});
