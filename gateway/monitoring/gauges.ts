// What the gateway is like at the moment when Prometheus asks: connections, lanes, calls, journal, refusals.
import { Counter, Gauge, type Registry } from 'prom-client';
import type { CallsStatus } from '../calls/lifecycle.ts';
import { LastKnown } from './last-known.ts';

export interface JournalFigures {
  /** On disk. */
  bytes: number;
  records: number;
  openPresses: number;
}

/** Asked at each scrape. An absent one has no gauge. */
export interface GaugeSources {
  connected(): number;
  refusals(): Readonly<Record<string, number>>;
  /** How many devices are in each state of supervision. */
  devices?(): Readonly<Record<string, number>>;
  calls?(): CallsStatus;
  /** Whether the line to each destination is up, of those that watch it. */
  links?(): Readonly<Record<string, boolean>>;
  /** How many are on duty at each desk, by the name of its destination. */
  officers?(): Readonly<Record<string, number>>;
  administration?(): {
    commands: Readonly<Record<string, number>>;
    pendingConfigurations: number;
  };
  /** Of the newest update of the firmware. */
  updates?(): {
    devices: Readonly<Record<string, number>> | undefined;
    underWay: number;
    concern: string | undefined;
  };
  journalProblem?(): object | undefined;
  /** Takes long, and fails while the journal does: asked at most once a minute. */
  journalSize?(): Promise<JournalFigures>;
  /** UTC milliseconds; undefined without one. */
  certificateExpiresAt?(): number | undefined;
}

/** One value, or some with labels. Undefined: not shown. */
export type Values = number | undefined | readonly Labelled[];
export type Labelled = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A gauge that is read when it is asked for. */
export function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  read: () => Values | Promise<Values>,
): void {
  new Gauge({
    name: `callbutton_${name}`,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const values = await read();
      // A gauge without labels is 0 after its reset.
      this.reset();
      if (typeof values === 'number') this.set(values);
      else if (values === undefined) this.remove();
      else for (const [labels, value] of values) this.set(labels, value);
    },
  });
}

/** Each field of `record` as a value with its name in `label`. */
export function by(label: string, record: Readonly<Record<string, number>>): Labelled[] {
  return Object.entries(record).map(([key, value]) => [{ [label]: key }, value]);
}

export function registerGauges(registry: Registry, sources: GaugeSources): void {
  const { devices, calls, certificateExpiresAt } = sources;
  gauge(registry, 'connected', 'Devices with a connection.', [], () => sources.connected());
  registerRefusals(registry, sources);
  if (devices) {
    const help = 'Devices by their state of supervision.';
    gauge(registry, 'devices', help, ['state'], () => by('state', devices()));
  }
  if (calls) registerCalls(registry, calls);
  const { administration, links, officers } = sources;
  if (links) {
    const help = '1 while the line to a destination is up; only of those that watch it.';
    gauge(registry, 'destination_link', help, ['destination'], () =>
      Object.entries(links()).map(([destination, isUp]) => [{ destination }, isUp ? 1 : 0]),
    );
  }
  if (officers) {
    const help = 'Officers on duty, of each desk that is there.';
    gauge(registry, 'desk_officers', help, ['destination'], () => by('destination', officers()));
  }
  if (administration) {
    const help = 'Commands without a result, by whether they were ever sent.';
    gauge(registry, 'open_commands', help, ['state'], () => by('state', administration().commands));
    const pending = 'Devices that have not said that they have their configuration.';
    gauge(
      registry,
      'pending_configurations',
      pending,
      [],
      () => administration().pendingConfigurations,
    );
  }
  if (sources.updates) registerUpdates(registry, sources.updates);
  registerJournal(registry, sources);
  if (certificateExpiresAt) {
    const help = 'When the certificate of MQTT over TLS is over, Unix time.';
    gauge(registry, 'certificate_expires_timestamp_seconds', help, [], () => {
      const at = certificateExpiresAt();
      return at === undefined ? undefined : at / 1_000;
    });
  }
}

function registerUpdates(registry: Registry, status: NonNullable<GaugeSources['updates']>): void {
  const help = 'Devices of the newest update of the firmware, by what they have come to.';
  gauge(registry, 'update_devices', help, ['step'], () => by('step', status().devices ?? {}));
  const talked = 'Devices that are sent an update, or asked about one, at this moment.';
  gauge(registry, 'update_transfers', talked, [], () => status().underWay);
  const stopped = '1 while an update that stopped by itself waits for somebody to look at it.';
  gauge(registry, 'update_stopped', stopped, [], () => (status().concern === undefined ? 0 : 1));
}

function registerCalls(registry: Registry, status: () => CallsStatus): void {
  const lanes = (field: 'queued' | 'running') => (): Labelled[] =>
    Object.entries(status().lanes).flatMap(([lane, loads]) =>
      Object.entries(loads).map(([attempts, load]): Labelled => [{ lane, attempts }, load[field]]),
    );
  const labels = ['lane', 'attempts'];
  gauge(registry, 'lane_queued', 'Attempts that wait for their turn.', labels, lanes('queued'));
  gauge(registry, 'lane_running', 'Attempts that are under way.', labels, lanes('running'));
  gauge(registry, 'open_calls', 'Calls that are not closed.', ['key'], () =>
    by('key', status().openCalls),
  );
  const refused = 'Presses that every destination of their route refuses.';
  gauge(registry, 'refused_presses', refused, [], () => status().refused);
  const help = 'Age of the oldest press that nobody has accepted; 0 without one.';
  gauge(registry, 'oldest_press_seconds', help, ['key'], () => {
    const { red = 0, green = 0 } = status().oldestPressMs;
    return by('key', { red: red / 1_000, green: green / 1_000 });
  });
}

/** They are counted where they happen; here they are only shown. */
function registerRefusals(registry: Registry, { refusals }: GaugeSources): void {
  new Counter({
    name: 'callbutton_refusals_total',
    help: 'What was refused, by its code; docs/reference/error-codes.md says what each means.',

    labelNames: ['code'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [code, count] of Object.entries(refusals())) this.inc({ code }, count);
    },
  });
}

function registerJournal(registry: Registry, { journalProblem, journalSize }: GaugeSources): void {
  if (journalProblem) {
    gauge(registry, 'journal_failing', '1 while the journal can not be written.', [], () =>
      journalProblem() ? 1 : 0,
    );
  }
  if (journalSize === undefined) return;
  const known = new LastKnown(journalSize);
  const add = (name: string, help: string, field: keyof JournalFigures) =>
    gauge(registry, `journal_${name}`, help, [], async () => (await known.read())?.[field]);
  add('bytes', 'Size of the journal on disk.', 'bytes');
  add('records', 'Records in the journal.', 'records');
  add('open_presses', 'Presses in the journal that nobody has accepted.', 'openPresses');
}
