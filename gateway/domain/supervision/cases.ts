// The cases of all devices and groups: opened, gathered, changed, restored, each told with what is to be remembered.
import type { Condition } from '../condition.ts';
import type { CaseNotice } from '../notice.ts';
import type { Remembered } from '../ports/journal.ts';
import { daysLeft } from './battery-forecast.ts';
import { type CommonCase, CommonCause, type Step } from './common-cause.ts';
import { caseOf, type DeviceState, type Now, type OpenCase } from './device-state.ts';
import { DEVICE_SUBJECT, rememberDevice, rememberGroup } from './memory.ts';
import { caseIdOf, groupWho } from './naming.ts';
import type { SupervisionOptions } from './options.ts';

/** Whom supervision tells what it found. */
export interface CaseSink {
  /** A notice, and what must be on disk together with it. */
  tell(notice: CaseNotice, remembered: readonly Remembered[]): void;
  remember(remembered: Remembered): void;
}

/** What can befall a street at once. */
const COMMON: ReadonlySet<Condition> = new Set(['offline', 'silent', 'mains_lost']);

interface Group {
  size: number;
  causes: Map<Condition, CommonCause>;
}

export class Cases {
  readonly #sink: CaseSink;
  readonly #find: (deviceId: string) => DeviceState | undefined;
  readonly #groups = new Map<string, Group>();
  /** Those in which something is under way. */
  readonly #causes = new Set<CommonCause>();

  constructor(sink: CaseSink, find: (deviceId: string) => DeviceState | undefined) {
    this.#sink = sink;
    this.#find = find;
  }

  joinGroup(device: DeviceState): void {
    this.#group(device.record.group).size++;
  }

  /** What isn't told yet, or belongs to the group, ends here without a word. */
  leaveGroup(device: DeviceState): void {
    const { group, deviceId } = device.record;
    this.#group(group).size--;
    for (const { condition } of device.cases) this.#causeOf(group, condition)?.ended(deviceId);
    device.cases = device.cases.filter(({ phase }) => phase === 'own');
  }

  /** `lastGood`: monotonic. Nothing happens when the case is open. */
  open(device: DeviceState, condition: Condition, now: Now, lastGood: number | undefined): void {
    if (caseOf(device, condition)) return;
    const phase = COMMON.has(condition) ? 'gathering' : 'own';
    const openCase: OpenCase = {
      condition,
      phase,
      openedAt: nameable(device, now),
      changes: 0,
      lastGoodAt: lastGood === undefined ? undefined : utcOf(lastGood, now),
    };
    device.cases = [...device.cases, openCase];
    if (phase === 'own') {
      this.#tell(device, openCase, 'opened', now);
      return;
    }
    const cause = this.#cause(device.record.group, condition);
    cause.began(device.record.deviceId, now.mono);
    this.#causes.add(cause);
  }

  /** There is more to say of an open case. */
  change(device: DeviceState, openCase: OpenCase, now: Now): void {
    openCase.changes++;
    this.#tell(device, openCase, 'changed', now);
  }

  close(device: DeviceState, openCase: OpenCase, now: Now): void {
    device.cases = device.cases.filter((other) => other !== openCase);
    this.#causeOf(device.record.group, openCase.condition)?.ended(device.record.deviceId);
    if (openCase.phase === 'own') this.#tell(device, openCase, 'restored', now);
  }

  /** What may have a common cause, or has one. */
  causes(): Iterable<CommonCause> {
    return this.#causes;
  }

  /** Decides, and tells what has waited long enough. Returns how many devices that concerned. */
  step(cause: CommonCause, now: Now, options: SupervisionOptions): number {
    const open = cause.open;
    const step = cause.step(now.mono, this.#group(cause.group).size, options);
    const { formed, joined, own, left } = step;
    if (formed.length > 0) this.#form(cause, formed, now);
    if (open) this.#follow(cause, open, step, now);
    for (const [device, openCase] of this.#of(own, cause.condition))
      this.#own(device, openCase, now);
    if (cause.isIdle) {
      this.#causes.delete(cause);
      this.#group(cause.group).causes.delete(cause.condition);
    }
    return 1 + formed.length + joined.length + own.length + left.length;
  }

  /** A common case from before the restart. Devices that aren't in the group any more don't hold it open. */
  restore(group: string, condition: Condition, open: CommonCase): void {
    const cause = this.#cause(group, condition);
    cause.open = open;
    this.#causes.add(cause);
    for (const deviceId of open.away) {
      const device = this.#find(deviceId);
      if (device?.record.group !== group || caseOf(device, condition)) {
        open.away.delete(deviceId);
        continue;
      }
      const { openedAt, lastGoodAt } = open;
      const openCase: OpenCase = {
        condition,
        openedAt,
        lastGoodAt,
        phase: 'common',
        changes: 0,
      };
      device.cases = [...device.cases, openCase];
    }
  }

  /** The common cases that are open, by condition. */
  countCommon(count: (condition: Condition) => void): void {
    for (const { open, condition } of this.#causes) if (open) count(condition);
  }

  #form(cause: CommonCause, deviceIds: readonly string[], now: Now): void {
    const good: number[] = [];
    for (const [, openCase] of this.#of(deviceIds, cause.condition)) {
      openCase.phase = 'common';
      if (openCase.lastGoodAt !== undefined) good.push(openCase.lastGoodAt);
    }
    cause.open = {
      openedAt: Math.round(now.utc),
      changes: 0,
      lastGoodAt: good.length === 0 ? undefined : good.reduce((a, b) => Math.min(a, b)),
      members: new Set(deviceIds),
      away: new Set(deviceIds),
    };
    this.#tellCommon(cause, cause.open, 'opened', deviceIds, now);
  }

  #follow(cause: CommonCause, open: CommonCase, step: Step, now: Now): void {
    for (const [, openCase] of this.#of(step.joined, cause.condition)) openCase.phase = 'common';
    if (step.isChanged) {
      open.changes++;
      this.#tellCommon(cause, open, 'changed', [...open.away], now);
    }
    if (!step.over) return;
    const back = [...open.members].filter((deviceId) => !open.away.has(deviceId));
    this.#tellCommon(cause, open, 'restored', back, now);
    for (const [device, openCase] of this.#of(step.left, cause.condition))
      this.#own(device, openCase, now);
  }

  #own(device: DeviceState, openCase: OpenCase, now: Now): void {
    openCase.phase = 'own';
    this.#tell(device, openCase, 'opened', now);
  }

  *#of(deviceIds: readonly string[], condition: Condition): Iterable<[DeviceState, OpenCase]> {
    for (const deviceId of deviceIds) {
      const device = this.#find(deviceId);
      const openCase = device && caseOf(device, condition);
      if (openCase) yield [device, openCase];
    }
  }

  #tell(device: DeviceState, openCase: OpenCase, event: CaseNotice['event'], now: Now): void {
    const { record, percent, readings, fault } = device;
    const isOfBattery =
      openCase.condition === 'battery_low' || openCase.condition === 'battery_critical';
    const days =
      percent === undefined || readings === undefined ? undefined : daysLeft(readings, percent);
    const notice = noticeOf(record.deviceId, record.group, openCase, event, [record.deviceId], now);
    if (isOfBattery && percent !== undefined) notice.batteryPercent = percent;
    if (isOfBattery && days !== undefined) notice.daysLeft = days;
    if (openCase.condition === 'fault' && fault) {
      notice.faultKind = fault.kind;
      notice.faultDetail = fault.detail;
    }
    device.rememberedAt = now.mono;
    this.#sink.tell(notice, [deviceMemory(device, now)]);
  }

  #tellCommon(
    { group, condition }: CommonCause,
    open: CommonCase,
    event: CaseNotice['event'],
    deviceIds: readonly string[],
    now: Now,
  ): void {
    const { openedAt, lastGoodAt, changes } = open;
    const of = { condition, openedAt, lastGoodAt, changes };
    const who = groupWho(group);
    const stillOpen = [...this.#group(group).causes.values()].flatMap((cause) =>
      cause.open ? [{ condition: cause.condition, open: cause.open }] : [],
    );
    const memory = { subject: `group/${who}`, state: rememberGroup(group, stillOpen) };
    this.#sink.tell(noticeOf(who, group, of, event, deviceIds, now), [memory]);
  }

  #group(name: string): Group {
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { size: 0, causes: new Map() };
      this.#groups.set(name, group);
    }
    return group;
  }

  #causeOf(group: string, condition: Condition): CommonCause | undefined {
    return this.#groups.get(group)?.causes.get(condition);
  }

  #cause(name: string, condition: Condition): CommonCause {
    const { causes } = this.#group(name);
    const cause = causes.get(condition) ?? new CommonCause(name, condition);
    causes.set(condition, cause);
    return cause;
  }
}

export function deviceMemory(device: DeviceState, now: Now): Remembered {
  return {
    subject: `${DEVICE_SUBJECT}${device.record.deviceId}`,
    state: rememberDevice(device, now),
  };
}

function noticeOf(
  who: string,
  group: string,
  of: Pick<OpenCase, 'condition' | 'openedAt' | 'lastGoodAt' | 'changes'>,
  event: CaseNotice['event'],
  deviceIds: readonly string[],
  now: Now,
): CaseNotice {
  const caseId = caseIdOf(who, of.condition, of.openedAt);
  return {
    kind: 'case',
    caseId,
    event,
    condition: of.condition,
    deviceIds,
    group,
    id: event === 'changed' ? `${caseId}/changed/${of.changes}` : `${caseId}/${event}`,
    at: Math.round(now.utc),
    openedAt: of.openedAt,
    ...(of.lastGoodAt === undefined ? {} : { lastGoodAt: of.lastGoodAt }),
  };
}

function utcOf(mono: number, now: Now): number {
  return Math.round(now.utc - (now.mono - mono));
}

/** Cases of one device that follow each other within a second still have names of their own. */
function nameable(device: DeviceState, now: Now): number {
  const utc = Math.round(now.utc);
  const last = device.lastOpenedAt ?? 0;
  const openedAt = utc <= last && utc > last - 1_000 ? last + 1 : utc;
  device.lastOpenedAt = openedAt;
  return openedAt;
}
