// The factory reset of a device whose key nobody knows: whoever holds its green key down has it in hand.
import { Failure, failureOf } from '../failure.ts';
import { rebooted } from './reboot.ts';
import type { Walk } from './walk.ts';

/** Errors: RESET_REFUSED when the green key wasn't down, or the 60 s after power-on were over. */
export async function resetByHand(walk: Walk): Promise<void> {
  const { installer, cable, pace } = walk;
  if (!(await installer.confirm('reset', installer.texts.resetGesture))) return;
  const talk = await cable.back(pace.replugMs);
  try {
    const word = (await talk.values('reset')).get('word') ?? '';
    await talk.ask('reset', word);
    await talk.ask('restart');
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'INTERRUPTED') throw failure;
    installer.failure(new Failure('RESET_REFUSED', failure.detail));
    return;
  }
  installer.note(installer.texts.resetDone);
  await rebooted(walk);
}
