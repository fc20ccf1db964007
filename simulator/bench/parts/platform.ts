// The stand-in platform in a process of its own: accepts every press, and knows when.
import { StandInPlatform } from '../../platform.ts';
import { BENCH_SECRET } from './devices.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';

/** The first acceptance of each press, by `device_id/boot_id/seq`. */
const acceptedAt = new Map<string, number>();

const platform = new StandInPlatform({
  secret: BENCH_SECRET,
  onDelivery: ({ event: { id } }) => {
    if (!acceptedAt.has(id)) acceptedAt.set(id, sharedNow());
  },
});

serve({
  /** Returns the address for the gateway's webhook. */
  start: () => platform.start(),
  accepted: () => acceptedAt,
  /** From now on nothing is answered. */
  hang: () => platform.setMode({ mode: 'hang' }),
});
