// Updates over the air under attack: devices that lie, ten thousand that are away, operators who do anything in any order.
import { describe, expect, it } from 'vitest';
import { UPDATE_WANTED } from '#protocol/messages.ts';
import { imageFile } from '#simulator/updates/image.ts';
import { tempFolder } from '../temp.ts';
import { idsOf, numbers, World } from './world.ts';

const MINUTE = 60_000;
const FILE = imageFile();
const OTHER_FILE = imageFile({ version: '0.4.0', scripts: { main: 'print(2);'.repeat(60) } });
const LAST_FILE = imageFile({ version: '0.5.0', scripts: { main: 'print(3);'.repeat(60) } });

describe('a device that lies', () => {
  it.each([
    ['wants the same chunk for ever', { state: UPDATE_WANTED, next: 0 }],
    ['wants what is beyond the end', { state: UPDATE_WANTED, next: 2 ** 31 }],
    ['wants what no chunk begins with', { state: UPDATE_WANTED, next: 5 }],
    ['says what nobody knows', { state: 99, next: 0 }],
  ])('and %s stops the rollout within the hour, instead of holding it up for ever', async (_, lie) => {
    const world = await World.of(idsOf(3));
    for (const device of world.devices.values()) device.lies = () => lie;
    await world.begins(FILE);
    await world.ends(60 * MINUTE);
    expect(world.newest()).toMatchObject({
      state: 'stopped',
      stop: { why: 'failed', detail: 'stuck' },
    });
    // Only one of them had it.
    expect([...world.devices.values()].filter(({ offers }) => offers > 0)).toHaveLength(1);
    for (const device of world.devices.values()) device.lies = undefined;
    await world.updates.resume(world.somebody);
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 2, failed: 1 });
  });

  it('and waits for ever is waited for at the end: another one takes its place after an hour', async () => {
    const world = await World.of(idsOf(30));
    await world.begins(FILE);
    const [first] = world.updates.devices();
    world.device(first?.deviceId as string).waitsFor = 'memory';
    await world.passes(3 * 60 * MINUTE, () => world.counts()?.good === 29);
    expect(world.counts()).toMatchObject({ good: 29, waiting: 1 });
    world.device(first?.deviceId as string).waitsFor = undefined;
    await world.ends();
    expect(world.newest().state).toBe('finished');
  });

  it('whatever it says, in whatever order, keeps nobody else from the end', async () => {
    const states = [1, 2, 3, 4, 5, 7, 99];
    for (let seed = 1; seed <= 8; seed++) {
      const world = await World.of(idsOf(4));
      const random = numbers(seed);
      const liar = world.device('CB-0001');
      liar.lies = () => ({
        state: states[Math.floor(random() * states.length)] as number,
        next: Math.floor(random() * 4_000),
        detail: 'memory',
      });
      await world.begins(FILE);
      for (let round = 0; round < 3; round++) {
        await world.passes(3 * 60 * MINUTE, () => world.newest().state !== 'running');
        if (world.newest().state === 'stopped') await world.updates.resume(world.somebody);
      }
      const others = [...world.updates.devices()].filter(({ deviceId }) => deviceId !== 'CB-0001');
      expect(
        others.map(({ step }) => step),
        `seed ${seed}`,
      ).toEqual(['good', 'good', 'good']);
    }
  }, 60_000);
});

it('10,000 devices of which none is there wait, and the first that come get it soon', async () => {
  const world = new World();
  world.folder = await tempFolder();
  const ids = idsOf(10_000);
  for (const deviceId of ids) world.add(deviceId);
  await world.up();
  await world.begins(FILE);
  await world.passes(2 * 60 * MINUTE);
  expect(world.counts()).toMatchObject({ waiting: 10_000 });
  expect(world.newest().state).toBe('running');
  for (const deviceId of ids.slice(0, 20)) world.connect(deviceId);
  await world.passes(15 * MINUTE, () => world.newest().stage === 1);
  expect(world.newest().stage).toBe(1);
}, 60_000);

it('operators may do anything in any order, two at once, with a gateway that is killed: it ends well', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const world = await World.of(idsOf(6));
    const random = numbers(seed);
    const { somebody } = world;
    const steps = [
      () => world.updates.stopRollout(somebody),
      () => world.updates.resume(somebody),
      () => world.updates.back(somebody),
      () => world.begins(random() < 0.5 ? FILE : OTHER_FILE, { kind: 'all' }, true),
    ];
    const any = () => (steps[Math.floor(random() * steps.length)] as () => Promise<unknown>)();
    for (let round = 0; round < 25; round++) {
      // Two at once: what one of them may not do any more is refused with a code, and nothing else.
      for (const { status, ...rest } of await Promise.allSettled([any(), any()])) {
        if (status === 'rejected') {
          expect(String((rest as { reason: { code?: string } }).reason.code)).toMatch(
            /^UPDATE_|^NO_SUCH_UPDATE$/,
          );
        }
      }
      await world.passes(Math.floor(random() * 60_000));
      if (random() > 0.2) continue;
      world.down();
      await world.up();
      world.connectAll();
    }
    if (world.newest().state === 'running') await world.updates.stopRollout(somebody);
    await world.begins(LAST_FILE, { kind: 'all' }, true);
    await world.ends();
    expect(world.counts(), `seed ${seed}`).toMatchObject({ good: 6 });
  }
}, 60_000);
