// Updates over the air, against devices made of the protocol on lines that lose, repeat and reorder: nothing is sent too fast, too early or twice for nothing.
import { describe, expect, it } from 'vitest';
import { readImage } from '#gateway/updates/image-file.ts';
import { ANSWER_WITHIN_MS, MAX_AT_ONCE, MAX_UNANSWERED } from '#gateway/updates/transfers.ts';
import { imageIdOf } from '#protocol/device/update.ts';
import { UPDATE_CHUNK_BYTES } from '#protocol/messages.ts';
import { imageFile } from '#simulator/updates/image.ts';
import { idsOf, type Line, numbers, World } from './world.ts';

const MINUTE = 60_000;
const FILE = imageFile();
const IMAGE = readImage(FILE);
const IMAGE_ID = imageIdOf(Buffer.from(IMAGE.sha256, 'hex'));
const CHUNKS = Math.ceil(IMAGE.bytes / UPDATE_CHUNK_BYTES);

/** A line whose faults are the same in each run. */
function faultyLine(seed: number, loses: number, repeats: number, maxDelayMs: number): Line {
  const random = numbers(seed);
  return () => {
    const times = random() < loses ? 0 : random() < repeats ? 2 : 1;
    return Array.from({ length: times }, () => 10 + Math.floor(random() * maxDelayMs));
  };
}

describe('a rollout', () => {
  it('brings the image to every device, one first, and tells when it is through', async () => {
    const world = await World.of(idsOf(12));
    await world.begins(FILE);
    await world.passes(10_000);
    expect([...world.devices.values()].filter(({ offers }) => offers > 0)).toHaveLength(1);
    await world.ends();
    expect(world.newest()).toMatchObject({ state: 'finished', version: '0.3.0', by: 'somebody' });
    expect(world.counts()).toMatchObject({ good: 12 });
    for (const device of world.devices.values()) {
      expect(device.running).toBe('0.3.0');
      expect(device.chunkBytes).toBe(IMAGE.bytes);
    }
    expect(world.notices).toMatchObject([{ condition: 'update_finished', event: 'restored' }]);
  });

  it('sends a device at most one chunk a second', async () => {
    const world = await World.of(idsOf(3));
    await world.begins(FILE);
    await world.ends();
    for (const { chunksAt } of world.devices.values()) {
      expect(chunksAt).toHaveLength(CHUNKS);
      for (let at = 1; at < chunksAt.length; at++) {
        expect((chunksAt[at] as number) - (chunksAt[at - 1] as number)).toBeGreaterThanOrEqual(980);
      }
    }
  });

  it('writes nothing per chunk: a few rows a device, however long the image is', async () => {
    const world = await World.of(idsOf(4));
    const long = imageFile({ scripts: { main: 'x'.repeat(100 * UPDATE_CHUNK_BYTES) } });
    await world.begins(long);
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 4 });
    const rows = world.written.filter((subject) => subject.includes('CB-0000'));
    expect(rows.length).toBeLessThanOrEqual(6);
  });

  it.each([
    ['loses a third of the frames', faultyLine(1, 0.33, 0, 100)],
    ['repeats half of them', faultyLine(2, 0, 0.5, 100)],
    ['brings them late and in another order', faultyLine(3, 0, 0.3, 8_000)],
    ['does all of it', faultyLine(4, 0.15, 0.3, 6_000)],
  ])('comes through a line that %s', async (_what, line) => {
    const world = await World.of(idsOf(6));
    world.line = line;
    await world.begins(FILE);
    await world.ends();
    expect(world.newest().state).toBe('finished');
    expect(world.counts()).toMatchObject({ good: 6 });
    for (const { chunksAt } of world.devices.values()) {
      expect(chunksAt.length).toBeLessThan(6 * CHUNKS);
    }
  });

  it('goes on where it was when a device was away in the middle', async () => {
    const world = await World.of(idsOf(1));
    const long = imageFile({ scripts: { main: 'x'.repeat(40 * UPDATE_CHUNK_BYTES) } });
    await world.begins(long);
    const device = world.device('CB-0000');
    await world.passes(MINUTE, () => device.chunksAt.length === 10);
    world.disconnect('CB-0000');
    await world.passes(10_000);
    expect(world.counts()).toMatchObject({ waiting: 1, sending: 0 });
    world.connect('CB-0000');
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 1 });
    expect(device.chunksAt.length).toBeLessThanOrEqual(42);
  });

  it('has 200 devices under way at most', async () => {
    const world = await World.of(idsOf(2_400));
    await world.begins(FILE);
    await world.passes(40 * MINUTE, () => world.newest().stage === 3);
    await world.passes(30_000);
    expect(world.mostAtOnce).toBeGreaterThan(100);
    const { sending = 0, whole = 0, trial = 0 } = world.counts() ?? {};
    expect(sending + whole + trial).toBeLessThanOrEqual(MAX_AT_ONCE);
    expect(world.mostAtOnce).toBeLessThanOrEqual(MAX_AT_ONCE + 1);
  });

  it('lets the devices restart one after the other', async () => {
    const world = await World.of(idsOf(30));
    await world.begins(FILE);
    const away: number[] = [];
    await world.passes(30 * MINUTE, () => {
      away.push(30 - world.connected.size);
      return world.newest().state !== 'running';
    });
    expect(world.counts()).toMatchObject({ good: 30 });
    // One begins a second, and each is away for 20 s.
    expect(Math.max(...away)).toBeLessThanOrEqual(22);
  });
});

describe('a device is let alone', () => {
  it.each([
    ['while somebody waits for help there', 'call', (world: World) => world.calling],
    ['while it is on its battery', 'battery', (world: World) => world.onBattery],
  ])('%s, in the middle of it too', async (_when, detail, setOf) => {
    const world = await World.of(idsOf(1));
    await world.begins(imageFile({ scripts: { main: 'x'.repeat(40 * UPDATE_CHUNK_BYTES) } }));
    const device = world.device('CB-0000');
    await world.passes(MINUTE, () => device.chunksAt.length === 5);
    setOf(world).add('CB-0000');
    await world.passes(5_000);
    const { length } = device.chunksAt;
    const { offers } = device;
    await world.passes(10 * MINUTE);
    expect(device.chunksAt).toHaveLength(length);
    expect(device.offers).toBe(offers);
    expect(world.updates.device('CB-0000')?.progress).toMatchObject({ step: 'waiting', detail });
    setOf(world).clear();
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 1 });
  });

  it.each([
    ['it started because the power came', { kind: 'boot', cause: 1, firmware: '', model: '' }],
    ['a brownout restarted it', { kind: 'boot', cause: 4, firmware: '', model: '' }],
    ['its mains came back', { kind: 'mains', state: 2 }],
  ] as const)('for an hour after %s', async (_what, event) => {
    const world = await World.of(idsOf(1));
    world.updates.heard('CB-0000', event, 10 * MINUTE);
    await world.begins(FILE);
    await world.passes(49 * MINUTE);
    expect(world.device('CB-0000').offers).toBe(0);
    await world.passes(2 * MINUTE);
    expect(world.device('CB-0000').offers).toBeGreaterThan(0);
  });

  it('and not after a restart of another kind', async () => {
    const world = await World.of(idsOf(1));
    world.updates.heard('CB-0000', { kind: 'boot', cause: 2, firmware: '', model: '' }, 0);
    world.updates.heard('CB-0000', { kind: 'mains', state: 1 }, 0);
    await world.begins(FILE);
    await world.passes(5_000);
    expect(world.device('CB-0000').offers).toBeGreaterThan(0);
  });

  it('for half a minute when it says itself that it waits', async () => {
    const world = await World.of(idsOf(1));
    const device = world.device('CB-0000');
    device.waitsFor = 'press';
    await world.begins(FILE);
    await world.passes(5 * MINUTE);
    expect(device.offers).toBeGreaterThanOrEqual(9);
    expect(device.offers).toBeLessThanOrEqual(11);
    expect(world.updates.device('CB-0000')?.progress).toMatchObject({ detail: 'press' });
    device.waitsFor = undefined;
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 1 });
  });
});

describe('a rollout stops by itself, with a notice', () => {
  it('at a device that rolls back, and offers the image there never again', async () => {
    const world = await World.of(idsOf(30));
    for (const device of world.devices.values()) device.fate = 'fails';
    await world.begins(FILE);
    await world.ends();
    const { stop } = world.newest();
    expect(stop).toMatchObject({ why: 'failed', detail: 'trials' });
    expect(world.notices).toMatchObject([
      { condition: 'update_stopped', event: 'opened', deviceIds: [stop?.deviceId] },
    ]);
    expect(world.updates.status().concern).toContain(`${stop?.deviceId} failed (trials)`);
    const bad = world.device(stop?.deviceId as string);
    const { offers } = bad;
    for (const device of world.devices.values()) device.fate = 'good';
    await world.updates.resume(world.somebody);
    expect(world.notices.at(-1)).toMatchObject({ condition: 'update_stopped', event: 'restored' });
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 29, failed: 1 });
    expect(bad.offers).toBe(offers);
    // Nor in a rollout of its own, nor after a restart.
    world.down();
    await world.up();
    world.connectAll();
    const { image } = world.newest();
    const one = { scope: { kind: 'device', deviceId: bad.deviceId }, image, older: false } as const;
    await expect(world.updates.begin(one, world.somebody)).rejects.toMatchObject({
      code: 'UPDATE_NOBODY',
    });
    expect(bad.offers).toBe(offers);
  });

  it('at a device that is not back within 30 min', async () => {
    const world = await World.of(idsOf(5));
    for (const device of world.devices.values()) device.fate = 'vanishes';
    await world.begins(FILE);
    await world.passes(29 * MINUTE);
    expect(world.newest().state).toBe('running');
    await world.passes(5 * MINUTE);
    expect(world.newest().stop).toMatchObject({ why: 'lost' });
    expect(world.notices).toHaveLength(1);
  });

  it('at a device that refuses it, and nobody else was sent anything', async () => {
    const world = await World.of(idsOf(200));
    for (const device of world.devices.values()) device.board = 'RP2040';
    await world.begins(FILE);
    await world.ends();
    expect(world.newest().stop).toMatchObject({ why: 'refused', detail: 'board' });
    expect([...world.devices.values()].filter(({ offers }) => offers > 0)).toHaveLength(1);
  });
});

describe('a device', () => {
  it('of another kind of board is offered each of those that the image is for', async () => {
    const world = await World.of(idsOf(1));
    world.device('CB-0000').board = 'ESP32C3';
    await world.begins(imageFile({ boards: ['LINUX', 'RP', 'ESP32'] }));
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 1 });
  });

  it('whose firmware knows no updates is given up, and does not stop the others', async () => {
    const world = await World.of(idsOf(3));
    world.device('CB-0001').isOld = true;
    world.device('CB-0002').hasSlots = false;
    await world.begins(FILE);
    await world.ends();
    expect(world.newest().state).toBe('finished');
    expect(world.counts()).toMatchObject({ good: 1, unsupported: 2 });
    expect(ANSWER_WITHIN_MS * MAX_UNANSWERED).toBeGreaterThan(90_000);
  });

  it('that has the image already is asked once, and is done', async () => {
    const world = await World.of(idsOf(1));
    world.device('CB-0000').image = IMAGE_ID;
    await world.begins(FILE);
    await world.passes(3_000);
    expect(world.newest().state).toBe('finished');
    expect(world.device('CB-0000').chunksAt).toEqual([]);
  });

  it('out of service is not of it, and one that leaves the service is waited for no more', async () => {
    const world = await World.of(idsOf(2));
    world.add('CB-BLOCKED', { blocked: true });
    world.add('CB-NEW', { isWatched: false });
    world.disconnect('CB-0001');
    await world.begins(FILE);
    await world.passes(10 * MINUTE);
    expect(world.counts()).toMatchObject({ good: 1, waiting: 1 });
    world.records.delete('CB-0001');
    world.updates.review();
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 1, gone: 1 });
  });
});

describe('a gateway that dies in the middle', () => {
  it('asks each device where it stands, and goes on to the end', async () => {
    const world = await World.of(idsOf(25));
    const long = imageFile({ scripts: { main: 'x'.repeat(30 * UPDATE_CHUNK_BYTES) } });
    await world.begins(long);
    for (let death = 0; death < 6; death++) {
      await world.passes(40_000);
      world.down();
      await world.passes(3_000);
      await world.up();
      world.connectAll();
    }
    await world.ends();
    expect(world.newest()).toMatchObject({ state: 'finished', number: 1 });
    expect(world.counts()).toMatchObject({ good: 25 });
    const total = [...world.devices.values()].reduce(
      (sum, { chunksAt }) => sum + chunksAt.length,
      0,
    );
    // Nothing that a device had was sent again, but what was on its way.
    expect(total).toBeLessThanOrEqual(25 * 31 + 6 * 25);
  });

  it('keeps a rollout that was stopped as it is, with its history', async () => {
    const world = await World.of(idsOf(4));
    await world.begins(FILE);
    await world.updates.stopRollout(world.somebody);
    world.down();
    await world.up();
    world.connectAll();
    await world.passes(5 * MINUTE);
    expect(world.newest()).toMatchObject({ state: 'stopped', stop: { why: 'operator' } });
    expect(world.notices).toEqual([]);
    await world.begins(imageFile({ version: '0.4.0', scripts: { main: 'print(4)' } }));
    await world.ends();
    expect(world.updates.rollouts().map(({ head }) => [head.number, head.state])).toEqual([
      [2, 'finished'],
      [1, 'replaced'],
    ]);
  });

  it('without the image sends nobody anything, and says so', async () => {
    const world = await World.of(idsOf(2));
    await world.begins(FILE);
    world.down();
    world.folder = `${world.folder}/elsewhere`;
    await world.up();
    world.connectAll();
    await world.passes(MINUTE);
    expect(world.newest().state).toBe('stopped');
    expect(world.newest().stop?.detail).toContain(IMAGE.sha256);
  });
});

describe('an operator', () => {
  it('stops it: nobody is sent anything more, and it goes on where it was', async () => {
    const world = await World.of(idsOf(1));
    await world.begins(imageFile({ scripts: { main: 'x'.repeat(30 * UPDATE_CHUNK_BYTES) } }));
    await world.passes(10_000);
    await world.updates.stopRollout(world.somebody);
    const { length } = world.device('CB-0000').chunksAt;
    await world.passes(5 * MINUTE);
    expect(world.device('CB-0000').chunksAt.length).toBeLessThanOrEqual(length + 1);
    await world.updates.resume(world.somebody);
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 1 });
    expect(world.device('CB-0000').chunksAt.length).toBeLessThanOrEqual(32);
  });

  it('takes it back on every device that has it, one after the other', async () => {
    const world = await World.of(idsOf(8));
    await world.begins(FILE);
    await world.ends();
    await world.updates.back(world.somebody);
    await world.ends();
    expect(world.newest()).toMatchObject({ state: 'finished', direction: 'back' });
    expect(world.counts()).toMatchObject({ returned: 8 });
    expect([...world.devices.values()].every(({ running }) => running === '0.2.0')).toBe(true);
    // What was left by order was not at fault: with `older` it may come again.
    await world.begins(FILE, { kind: 'all' }, true);
    await world.ends();
    expect(world.counts()).toMatchObject({ good: 8 });
  });

  it('is refused what can not be, each with a code', async () => {
    const world = await World.of(idsOf(2));
    const { updates, somebody } = world;
    const refused = (code: string) => expect.objectContaining({ code });
    await expect(updates.resume(somebody)).rejects.toEqual(refused('NO_SUCH_UPDATE'));
    const { sha256: image } = await updates.storeImage(FILE);
    const wanted = { scope: { kind: 'all' } as const, image, older: false };
    const begin = (change: object) => updates.begin({ ...wanted, ...change }, somebody);
    await expect(begin({ image: '0'.repeat(64) })).rejects.toEqual(refused('NO_SUCH_IMAGE'));
    await expect(begin({ scope: { kind: 'group', group: 'x' } })).rejects.toEqual(
      refused('NO_SUCH_GROUP'),
    );
    await expect(begin({ scope: { kind: 'device', deviceId: 'CB-XXXX' } })).rejects.toEqual(
      refused('NO_SUCH_DEVICE'),
    );
    await begin({});
    await expect(begin({})).rejects.toEqual(refused('UPDATE_RUNNING'));
    await expect(updates.resume(somebody)).rejects.toEqual(refused('UPDATE_NOT_STOPPED'));
    await expect(updates.back(somebody)).rejects.toEqual(refused('UPDATE_NOWHERE'));
    await updates.stopRollout(somebody);
    await expect(updates.stopRollout(somebody)).rejects.toEqual(refused('UPDATE_NOT_RUNNING'));
  });

  it('is not done what could not be written, neither the audit nor the rollout', async () => {
    const world = await World.of(idsOf(2));
    const { sha256: image } = await world.updates.storeImage(FILE);
    const wanted = { scope: { kind: 'all' } as const, image, older: false };
    const refusing = { by: 'x', confirm: () => Promise.reject(new Error('no audit')) };
    await expect(world.updates.begin(wanted, refusing)).rejects.toThrow('no audit');
    world.journal.failNextWrite();
    await expect(world.updates.begin(wanted, world.somebody)).rejects.toMatchObject({
      code: 'JOURNAL_FAILED',
    });
    expect(world.updates.rollouts()).toEqual([]);
    await world.passes(MINUTE);
    expect(world.device('CB-0000').offers + world.device('CB-0001').offers).toBe(0);
  });
});
