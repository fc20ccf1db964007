// Waits for the boot after a commit or a reset: the one before still answers for a moment.
import type { Conversation } from '../cable/conversation.ts';
import { Failure, failureOf } from '../failure.ts';
import { pause } from '../pace.ts';
import type { Walk } from './walk.ts';

/** The boot before answers for half a second more; it refuses everything but `hello` and `restart`. */
export async function rebooted(
  walk: Pick<Walk, 'cable' | 'pace' | 'signal'>,
): Promise<Conversation> {
  const { cable, pace, signal } = walk;
  const until = performance.now() + pace.restartMs;
  for (;;) {
    const talk = await cable.back(pace.restartMs);
    const state = await talk.values('state').catch(failureOf);
    if (!(state instanceof Failure)) return talk;
    if (state.code === 'INTERRUPTED' || performance.now() >= until) throw state;
    await pause(pace.lookMs, signal);
  }
}
