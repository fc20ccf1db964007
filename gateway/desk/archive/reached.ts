// How far the buttons in somebody's home are: what coverage is counted by.
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';

/** Of the state of a device. A suspended one counts for nothing: nobody hears its keys. */
const REACHED: Record<string, number> = {
  new: 0,
  provisioned: 1,
  tested: 2,
  in_service: 3,
  suspended: 0,
  retired: 0,
};
/** Of a button that somebody has entered and no gateway tells of. */
const REACHED_UNTOLD = 1;

/** 0 none, 1 installed, 2 tested, 3 in service: a home is as far as its best button. */
export function reachedBy(states: readonly (string | null)[]): number {
  const reached = states.map((state) => (state === null ? REACHED_UNTOLD : (REACHED[state] ?? 0)));
  return Math.max(0, ...reached);
}

/** After something changed about the buttons of this resident. */
export async function writeReached(write: Transaction<Tables>, residentId: number): Promise<void> {
  const rows = await write
    .selectFrom('resident_device')
    .leftJoin('device', 'device.device_id', 'resident_device.device_id')
    .select('device.state')
    .where('resident_device.resident_id', '=', residentId)
    .execute();
  const reached = reachedBy(rows.map(({ state }) => state));
  await write.updateTable('resident').set({ reached }).where('id', '=', residentId).execute();
}
