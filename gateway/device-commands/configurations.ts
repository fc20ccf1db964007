// Configurations on their way: what each device shall have, sent until its heartbeat names the revision.

import {
  assigned,
  type DevicePage,
  isPending,
  reported,
} from '../domain/administration/device-book.ts';
import { ALL, groupKey } from '../domain/administration/memory.ts';
import {
  changed,
  faultOf,
  isEmpty,
  merged,
  type Scope,
  type Settings,
  type SettingsChange,
} from '../domain/administration/settings.ts';
import { backoffAfter } from '../domain/backoff.ts';
import { GatewayError } from '../domain/errors.ts';
import type { ConfigurationView } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { DeviceLine } from '../domain/ports/downlink.ts';
import type { Log } from '../domain/ports/log.ts';
import { firstLineOf } from '../domain/reason.ts';
import { Agenda } from '../system/agenda.ts';
import type { Pages } from './pages.ts';

const MINUTE = 60_000;
/** The device says in a heartbeat that it has it, and those are minutes apart. */
const WAITS_MS = [MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE];

export interface ConfigurationsDeps {
  pages: Pages;
  directory: DeviceDirectory;
  line: DeviceLine;
  clock: Clock;
  log: Log;
  isListening: (deviceId: string) => boolean;
}

/** What was sent on this connection; monotonic milliseconds. */
interface Sent {
  revision: number;
  sends: number;
  nextAt: number;
}

export class Configurations {
  readonly #deps: ConfigurationsDeps;
  readonly #agenda: Agenda;
  readonly #sent = new Map<string, Sent>();
  /** One change after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: ConfigurationsDeps) {
    this.#deps = deps;
    this.#agenda = new Agenda(deps.clock, (deviceId) => void this.#look(deviceId));
  }

  stop(): void {
    this.#agenda.stop();
  }

  /** Errors: SETTING_INVALID, JOURNAL_FAILED. */
  async set(scope: Scope, change: SettingsChange, deviceIds: readonly string[]): Promise<void> {
    const fault = faultOf(change);
    if (fault !== undefined) throw new GatewayError('SETTING_INVALID', fault);
    const done = this.#turn.then(() => this.#store(scope, change));
    this.#turn = done.catch(() => {});
    try {
      await done;
    } catch (error) {
      throw new GatewayError('JOURNAL_FAILED', `not configured: ${firstLineOf(error)}`);
    }
    // A group may be named after a street.
    const device = scope.kind === 'device' ? { device: scope.deviceId } : {};
    const fields = Object.keys(change);
    this.#deps.log.info({ scope: scope.kind, ...device, fields }, 'configuration changed');
    this.review(deviceIds);
  }

  /** Devices that perhaps shall have something else now. */
  review(deviceIds: Iterable<string>): void {
    for (const deviceId of deviceIds) this.#agenda.soon(deviceId);
  }

  of(deviceId: string): ConfigurationView {
    const { pages, clock } = this.#deps;
    const page = pages.of(deviceId);
    // What is not given a revision yet will have this one.
    const next = assigned(page, this.#wanted(deviceId), clock.utc());
    const since = next === page ? page.toldAt : this.#changedAt(deviceId, page);
    return {
      wanted: next.told,
      own: page.own,
      revision: next.revision,
      reported: page.reported,
      pendingSince: isPending(next) ? since : undefined,
    };
  }

  isPending(deviceId: string): boolean {
    const page = this.#deps.pages.of(deviceId);
    const wanted = this.#wanted(deviceId);
    return isPending(assigned(page, wanted, 0));
  }

  joined(deviceId: string): void {
    this.#sent.delete(deviceId);
    if (this.isPending(deviceId)) this.#agenda.soon(deviceId);
  }

  left(deviceId: string): void {
    this.#sent.delete(deviceId);
  }

  /** A heartbeat. One that shows less than what was sent a while ago shows that it was lost. */
  reported(deviceId: string, revision: number): void {
    const { pages, clock, log } = this.#deps;
    const before = pages.of(deviceId);
    const wanted = this.#wanted(deviceId);
    const isNothing = revision === 0 && before.revision === 0 && isEmpty(wanted);
    if (isNothing) return;
    const after = reported(before, revision, clock.utc());
    if (after !== before) {
      log.info({ device: deviceId, revision, wanted: after.revision }, 'configuration reported');
      this.#change(deviceId, (page) => reported(page, revision, clock.utc())).catch(() => {});
    }
    if (!this.isPending(deviceId)) return;
    const sent = this.#sent.get(deviceId);
    if (sent) sent.nextAt = Math.min(sent.nextAt, clock.monotonic() + MINUTE);
    this.#agenda.at(
      deviceId,
      sent && sent.revision === after.revision ? sent.nextAt : clock.monotonic(),
    );
  }

  async #store(scope: Scope, change: SettingsChange): Promise<void> {
    const { pages, clock } = this.#deps;
    const at = clock.utc();
    if (scope.kind !== 'device') {
      const [all, group] = pages.scopesOf(scope.kind === 'group' ? scope.group : '');
      const before = scope.kind === 'all' ? all : group;
      const settings = changed(before?.settings ?? {}, change);
      await pages.setScope(scope.kind === 'all' ? ALL : groupKey(scope.group), { settings, at });
      return;
    }
    const { own, ownAt } = pages.of(scope.deviceId);
    try {
      await pages.change([scope.deviceId], (page) => ({
        ...page,
        own: changed(own, change),
        ownAt: at,
      }));
    } catch (error) {
      const back = pages.change([scope.deviceId], (page) => ({ ...page, own, ownAt }));
      // It fails too, and is made good with the journal.
      await back.catch(() => {});
      throw error;
    }
  }

  #scopes(deviceId: string) {
    const { pages, directory } = this.#deps;
    return pages.scopesOf(directory.find(deviceId)?.group ?? '');
  }

  #wanted(deviceId: string): Settings {
    const [all, group] = this.#scopes(deviceId);
    return merged(all?.settings, group?.settings, this.#deps.pages.of(deviceId).own);
  }

  #changedAt(deviceId: string, page: DevicePage): number {
    const [all, group] = this.#scopes(deviceId);
    return Math.max(page.ownAt, all?.at ?? 0, group?.at ?? 0);
  }

  /** Gives a revision to what is wanted, on disk, and sends it when it is due. */
  async #look(deviceId: string): Promise<void> {
    const { pages, clock, isListening } = this.#deps;
    try {
      const wanted = this.#wanted(deviceId);
      await this.#change(deviceId, (page) => assigned(page, wanted, clock.utc()));
    } catch {
      if (isListening(deviceId)) this.#agenda.at(deviceId, clock.monotonic() + MINUTE);
      return;
    }
    const page = pages.of(deviceId);
    if (isPending(page) && isListening(deviceId)) this.#send(deviceId, page);
  }

  #send(deviceId: string, { revision, told }: DevicePage): void {
    const { line, clock, log } = this.#deps;
    const now = clock.monotonic();
    const known = this.#sent.get(deviceId);
    const sent = known?.revision === revision ? known : { revision, sends: 0, nextAt: now };
    this.#sent.set(deviceId, sent);
    if (now >= sent.nextAt) {
      sent.sends++;
      sent.nextAt = now + backoffAfter(WAITS_MS, sent.sends);
      const { heartbeatS = 0, unreachedAfterS = 0 } = told;
      const { mainGateway = null, spareGateway = null } = told;
      line.send(deviceId, {
        kind: 'configuration',
        revision,
        heartbeatS,
        unreachedAfterS,

        mainGateway,
        spareGateway,
      });
      log.info({ device: deviceId, revision, sends: sent.sends }, 'configuration sent');
    }
    this.#agenda.at(deviceId, sent.nextAt);
  }

  async #change(deviceId: string, change: (page: DevicePage) => DevicePage): Promise<void> {
    const { pages, log } = this.#deps;
    try {
      await pages.change([deviceId], change);
    } catch (error) {
      log.error({ device: deviceId, error }, 'configuration not stored, trying again');
      throw error;
    }
  }
}
