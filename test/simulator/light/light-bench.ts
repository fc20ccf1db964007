// A light device for tests: what it hears is written down and can be awaited.
import { EventEmitter } from 'node:events';
import { onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { Scheduler } from '#gateway/system/scheduler.ts';
import type { CallNews, Identity } from '#protocol/messages.ts';
import { LightDevice, type LightWorld } from '#simulator/lightweight/light-device.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { untilAfter } from '#test/support/until.ts';

export interface Settled {
  identity: Identity;
  isRejected: boolean;
  reason: number;
}

export class LightBench {
  readonly device: LightDevice;
  readonly settled: Settled[] = [];
  readonly news: CallNews[] = [];
  heartbeats = 0;
  readonly #changed = new EventEmitter();

  /** Connects again within 0.1 s. */
  constructor(deviceId: string, port: number, secret = testDevice(deviceId).keys[0]!.secret) {
    const gateway = { host: '127.0.0.1', port };
    const { limits } = standardSettings('', secret, 1, { ...gateway, tls: false }, null);
    const quick = { redRetryFirst: 50, redRetryLongest: 100, idleRetryFirst: 50 };
    const now = () => performance.now();
    const alarms = new Scheduler(systemClock);
    const world: LightWorld = {
      gateway,
      now,
      alarms,
      random: Math.random,
      limits: { ...limits, ...quick, idleRetryLongest: 100 },
      settled: (_, identity, isRejected, reason) => {
        this.settled.push({ identity, isRejected, reason });
        this.#changed.emit('change');
      },
      news: (_, news) => {
        this.news.push(news);
        this.#changed.emit('change');
      },
      heartbeatSent: () => {
        this.heartbeats++;
        this.#changed.emit('change');
      },
    };
    const key = { version: 1, secret };
    this.device = new LightDevice(world, {
      index: 0,
      deviceId,
      key,
      firstBootId: 1,
      heartbeatMs: 600_000,
    });
    onTestFinished(() => {
      this.device.powerOff();
      alarms.clear();
    });
  }

  /** Resolves when `is` holds; looked at after everything that the device hears or sends. */
  async until(is: () => boolean): Promise<void> {
    await untilAfter(this.#changed, 'change', is);
  }
}
