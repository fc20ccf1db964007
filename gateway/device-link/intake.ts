// Everything between the sockets and the life of calls, built from its parts.
import type { CallLifecycle } from '../calls/lifecycle.ts';
import type { DeviceEventListener } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Supervisor } from '../domain/ports/supervisor.ts';
import { Admissions } from './admission.ts';
import { Broker, type BrokerStatus } from './broker.ts';
import { Budgets } from './budgets.ts';
import { ConnectQueue } from './connect-queue.ts';
import type { DeviceConnections } from './device-connections.ts';
import type { KeyPair, ListenTo, Ports } from './listeners.ts';
import type { FloodOptions, IntakeOptions } from './options.ts';
import { Overload } from './overload.ts';
import type { Refusals } from './refusals.ts';
import { Uplinks } from './uplinks.ts';

export interface IntakeDeps {
  calls: CallLifecycle;
  connections: DeviceConnections;
  journal: Journal;
  directory: DeviceDirectory;
  supervisor: Supervisor;
  deviceEvents: DeviceEventListener;
  refusals: Refusals;
  clock: Clock;
  log: Log;
  meter: Meter;
  options: IntakeOptions;
}

export interface IntakeStatus extends BrokerStatus {
  /** Devices above their budget. */
  flooding: number;
}

/** Unread CONNECTs from which on one is likely to say red: they are read before the rest is let in. */
const MANY = 100;

export class Intake {
  readonly #broker: Broker;
  readonly #budgets: Budgets;

  constructor(deps: IntakeDeps) {
    const { clock, options } = deps;
    const overload = new Overload(options.overload, clock);
    this.#budgets = new Budgets(options.flood, clock);
    const { heartbeatEveryMs } = options.overload;
    this.#broker = new Broker({
      ...deps,
      overload,
      uplinks: new Uplinks({ ...deps, budgets: this.#budgets, overload, heartbeatEveryMs }),
      admissions: new Admissions({
        ...deps,
        budgets: this.#budgets,
        connectQueue: new ConnectQueue(
          options.connectQueue,
          clock,
          () => overload.isOn || this.#broker.arriving > MANY,
        ),
      }),
    });
  }

  /** Listens. Returns the ports. Errors: ADDRESS_UNAVAILABLE, CERTIFICATE_INVALID. */
  start(listenTo: ListenTo): Promise<Ports> {
    return this.#broker.start(listenTo);
  }

  /** Takes nothing new, answers what is under way, and closes. */
  stop(): Promise<void> {
    return this.#broker.stop();
  }

  /** A new certificate for new connections. Errors: CERTIFICATE_INVALID. */
  reloadTls(pair: KeyPair): void {
    this.#broker.reloadTls(pair);
  }

  /** Another budget for every device, from now on. */
  reloadFlood(flood: FloodOptions | 'off'): void {
    this.#budgets.change(flood);
  }

  /** For the operator's metrics. */
  status(): IntakeStatus {
    return { ...this.#broker.status(), flooding: this.#budgets.over };
  }
}
