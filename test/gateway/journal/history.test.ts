// What people ask of the journal: the calls of a device, and the newest of its boots.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { advanceCall } from '#gateway/domain/call.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { type LevelHarness, levelHarness } from '#test/contract/journal-harness.ts';

let harness: LevelHarness;

beforeEach(async () => {
  harness = await levelHarness();
});

afterEach(() => harness.close());

async function open(seq: number, deviceId = 'CB-1') {
  const assignment = opens(pressOf(seq, { deviceId }));
  await harness.journal.appendPress(assignment.press, () => assignment);
  return assignment.call;
}

const idsOf = async (deviceId: string, limit = 10) =>
  (await harness.journal.callsOf(deviceId, limit)).map(({ callId }) => callId);

it('tells the calls of a device, open and closed, the newest first, also after a restart', async () => {
  for (const seq of [1, 2, 10]) await open(seq);
  await harness.journal.update({ call: advanceCall(await open(11), 'closed', 5_000) });
  const all = ['CB-1.1.11', 'CB-1.1.10', 'CB-1.1.2', 'CB-1.1.1'];
  expect(await idsOf('CB-1')).toEqual(all);
  await harness.reopen();
  expect(await idsOf('CB-1')).toEqual(all);
  expect(await idsOf('CB-1', 2)).toEqual(all.slice(0, 2));
});

it('tells a closed call as it ended', async () => {
  await harness.journal.update({ call: advanceCall(await open(1), 'closed', 5_000) });
  expect(await harness.journal.callsOf('CB-1', 1)).toMatchObject([{ stage: 'closed' }]);
});

it('tells nothing of another device, however alike their ids', async () => {
  for (const deviceId of ['CB-1', 'CB-10', 'CB-1-1', 'CB-']) await open(1, deviceId);
  expect(await idsOf('CB-1')).toEqual(['CB-1.1.1']);
  expect(await idsOf('CB-2')).toEqual([]);
});

it('knows the newest boot that ever connected, and 0 for a device that never did', async () => {
  await harness.journal.renewSession('CB-1', { bootId: 7, connectNo: 3 });
  await harness.journal.renewSession('CB-1', { bootId: 9, connectNo: 1 });
  expect(await harness.journal.highestBootId('CB-1')).toBe(9);
  await harness.reopen();
  expect(await harness.journal.highestBootId('CB-1')).toBe(9);
  expect(await harness.journal.highestBootId('CB-2')).toBe(0);
});
