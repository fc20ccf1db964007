// Calls, deadlines and dispatcher against a simple model: whatever is done in whatever order, the promises hold.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallStage } from '#gateway/domain/call.ts';
import type { KeyName } from '#gateway/domain/press.ts';
import { HOUR, MINUTE, SECOND } from '#test/gateway/presses.ts';
import { idOf, Model, type Pressed } from './calls-model.ts';
import { DESTINATIONS, type Mode, type Name, PLANS, World } from './calls-world.ts';

type Command = fc.AsyncCommand<Model, World>;

/** A command: what it does to both, and how it is shown when the property fails. */
function command(
  name: string,
  run: (model: Model, world: World) => Promise<void>,
  check = (_model: Readonly<Model>) => true,
): Command {
  return {
    check,
    async run(model, world) {
      await run(model, world);
      model.check(world);
    },
    toString: () => name,
  };
}

/** The device sends it, or sends it again. */
async function send(model: Model, world: World, press: Pressed): Promise<void> {
  const { deviceId, seq, key, test, ageMs } = press;
  const at = world.now;
  press.cameAt ??= at;
  const outcome = await world.press({ deviceId, seq, key, test, ageMs });
  // What is due at once.
  await world.bench.clock.advance(0);
  if (press.isStored) expect(outcome).toBe('duplicate');
  // A red one is sent although it could not be stored.
  const isSent = outcome === 'stored' || (outcome === 'failed' && key === 'red');
  if (isSent && press.arrivedAt === undefined) {
    press.arrivedAt = press.cameAt;
    press.sentAt = at;
  }
  if (outcome === 'failed') press.hasFailed = true;
  if (outcome === 'stored') press.isStored = true;
  const told = (limit: string) =>
    world.told.some(({ id }) => id === `breach/${idOf(press)}/${limit}`);
  if (outcome === 'failed') expect(told('stored')).toBe(true);
  if (isSent) expect(told('late')).toBe(ageMs > (key === 'red' ? 10 * SECOND : MINUTE));
  expect(model.presses).toContain(press);
}

const press = (deviceId: string, key: KeyName, test: boolean, ageMs: number) =>
  command(`press ${deviceId} ${key}${test ? ' test' : ''} ${ageMs}`, async (model, world) => {
    const seq = model.presses.length + 1;
    const state = { isStored: false, hasFailed: false, sentAt: 0, sinceRun: 0 };
    const times = { cameAt: undefined, arrivedAt: undefined, fallbackAt: undefined };
    const pressed: Pressed = { deviceId, seq, key, test, ageMs, ...state, ...times };
    model.presses.push(pressed);
    await send(model, world, pressed);
  });

const again = (index: number) =>
  command(
    `again ${index}`,
    (model, world) => send(model, world, model.presses[index % model.presses.length] as Pressed),
    (model) => model.presses.length > 0,
  );

const mode = (name: Name, how: Mode) =>
  command(`${name} ${how}`, async (_model, world) => void world.modes.set(name, how));

const pass = (ms: number) =>
  command(`pass ${ms}`, (_model, world) => world.bench.clock.advance(ms));

const report = (index: number, stage: CallStage, by: Name) =>
  command(`report ${index} ${stage} by ${by}`, async (_model, world) => {
    const calls = [...new Set(world.seen.map(({ callId }) => callId))];
    const callId = calls[index % calls.length];
    if (callId === undefined) return;
    const wasOffered = world.seen.filter((offer) => offer.callId === callId && offer.to === by);
    const isOk = await world.report(callId, stage, by);
    if (wasOffered.length === 0) expect(isOk).toBe(false);
    // A call that is closed keeps to what it was when it ended.
    const isClosed = world.bench.journal.disk.calls.get(callId)?.stage === 'closed';
    if (isClosed) return;
    if (wasOffered.some(({ run }) => run === world.run)) expect(isOk).toBe(true);
  });

const disk = (works: boolean) =>
  command(`disk ${works ? 'works' : 'fails'}`, (_model, world) => world.disk(works));

const restart = (downMs: number) =>
  command(`restart ${downMs}`, async (model, world) => {
    await world.restart(downMs);
    model.restarted(world);
  });

const reload = (plan: number) =>
  command(`reload ${plan}`, (_model, world) => world.reload(PLANS[plan]!));

const name = fc.constantFrom(...DESTINATIONS);
const key = fc.constantFrom<KeyName>('red', 'red', 'green');
const device = fc.constantFrom('CB-1', 'CB-2');
const isTest = fc.integer({ min: 0, max: 9 }).map((number) => number === 0);
const ages = fc.constantFrom(0, 0, 0, 20 * SECOND, HOUR);
const times = fc.constantFrom(
  0,
  1,
  250,
  SECOND,
  2 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
);
const stages = fc.constantFrom<CallStage>('accepted', 'answered', 'dispatched', 'closed');
const modes = fc.constantFrom<Mode>('accept', 'unknown', 'fail', 'hang');
const index = fc.nat(20);

const commands = fc.commands(
  [
    fc.tuple(device, key, isTest, ages).map((of) => press(...of)),
    fc.tuple(device, key, isTest, ages).map((of) => press(...of)),
    index.map(again),
    fc.tuple(name, modes).map((of) => mode(...of)),
    fc.tuple(name, modes).map((of) => mode(...of)),
    times.map(pass),
    times.map(pass),
    fc.tuple(index, stages, name).map((of) => report(...of)),
    fc.boolean().map(disk),
    fc.constantFrom(0, SECOND, MINUTE).map(restart),
    fc.nat(2).map(reload),
  ],
  { maxCommands: 40, size: '+1' },
);

/** Everything works again: then nothing is left due. */
async function end(model: Model, world: World): Promise<void> {
  await world.disk(true);
  for (const destination of DESTINATIONS) world.modes.set(destination, 'accept');
  await world.reload(PLANS[0]!);
  for (const pressed of model.presses) if (!pressed.isStored) await send(model, world, pressed);
  model.check(world);
  await world.bench.clock.advance(10 * MINUTE);
  const { disk: onDisk } = world.bench.journal;
  expect([...onDisk.open.keys()]).toEqual([]);
  expect([...onDisk.openNotices]).toEqual([]);
  for (const pressed of model.presses) {
    expect(world.seen.map((seen) => seen.press)).toContain(idOf(pressed));
  }
  await world.bench.clock.advance(25 * HOUR);
  const open = [...onDisk.calls.values()].filter(({ stage }) => stage !== 'closed');
  expect(open).toEqual([]);
  expect(world.bench.clock.armed).toBe(0);
}

/** What chance has found once (seed -1664814387). Each is a list of commands. */
const FOUND: [Command[]][] = [
  // The limits of a press that failed to be stored count from when it came first, before a restart and after.
  [
    [
      disk(false),
      press('CB-1', 'green', true, 0),
      disk(true),
      pass(30_000),
      again(0),
      restart(0),
      pass(60_000),
    ],
  ],
  [[disk(false), press('CB-1', 'green', false, 0), disk(true), pass(30_000), again(0)]],
  // A press that a restart has forgotten, but not the call that told of it, keeps that call.
  [
    [
      press('CB-1', 'red', false, 0),
      disk(false),
      press('CB-1', 'red', false, 0),
      disk(true),
      pass(30_000),
      report(0, 'accepted', 'red'),
      restart(60_000),
      report(0, 'dispatched', 'red'),
      press('CB-1', 'red', false, 0),
      again(1),
    ],
  ],
];

it('whatever happens in whatever order, the model holds, and in the end nothing is left due', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (some) => {
      const world = await new World().start();
      const model = new Model();
      await fc.asyncModelRun(() => ({ model, real: world }), some);
      await end(model, world);
    }),
    { numRuns: 150, examples: FOUND },
  );
});
