// Whole virtual homes, real firmware each, in one process: how many, how fast, how much memory.
import { EventEmitter, once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { VirtualHome } from '../../home.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';
import { memory, memoryNow, serve } from './serve.ts';

export interface HomesToConnect {
  port: number;
  count: number;
  /** Switched on and not connected yet, at one time: a storm of all at once measures only its retries. */
  atOnce: number;
  /** Ends with what is connected then. */
  giveUpMs: number;
}

export interface HomesConnected {
  connected: number;
  seconds: number;
  memoryBefore: number;
  memoryAfter: number;
  memoryPeak: number;
}

async function connect({ port, count, atOnce, giveUpMs }: HomesToConnect): Promise<HomesConnected> {
  const memoryBefore = memory();
  const changed = new EventEmitter();
  const online = new Set<number>();
  const main = { host: '127.0.0.1', port, tls: false };
  const from = performance.now();
  homes = Array.from({ length: count }, (_, index) => {
    const deviceId = deviceIdOf(index);
    const settings = standardSettings(deviceId, secretOf(deviceId), KEY_VERSION, main, null);
    return new VirtualHome({
      settings,
      onLight: ({ name }) => {
        if (name === 'no_network') online.delete(index);
        else online.add(index);
        changed.emit('change');
      },
    });
  });
  const signal = AbortSignal.timeout(giveUpMs);
  let on = 0;
  try {
    while (online.size < count) {
      while (on < count && on - online.size < atOnce) homes[on++]?.powerOn();
      await once(changed, 'change', { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const seconds = (performance.now() - from) / 1_000;
  return { connected: online.size, seconds, memoryBefore, ...memoryNow() };
}

let homes: VirtualHome[] = [];

serve({ connect });
