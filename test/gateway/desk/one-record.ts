// Puts a single press or step into a desk's database, as the desk does it with many.
import type { CallRecord, Pressed } from '#gateway/desk/call-record.ts';
import type { DeskStore } from '#gateway/desk/store/store.ts';

/** Undefined when the event has come before. */
export async function addPress(
  store: DeskStore,
  at: number,
  pressed: Omit<Pressed, 'pressedAt'>,
): Promise<CallRecord | undefined> {
  const [record] = await store.addPresses(at, [{ ...pressed, pressedAt: at }]);
  return record;
}

/** The gateway is told nothing of it. */
export async function addStep(
  store: DeskStore,
  step: Omit<CallRecord, 'number'>,
): Promise<CallRecord> {
  const [record] = await store.addSteps([{ ...step, reported: undefined }]);
  return record as CallRecord;
}
