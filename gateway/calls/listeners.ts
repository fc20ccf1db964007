// Who listens to the life of calls: the device that made the call, the metrics, and the operator.
import type { Call } from '../domain/call.ts';
import type { CallEvents } from '../domain/call-events.ts';
import type { ProgressNotice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Downlink } from '../domain/ports/downlink.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Notices } from '../domain/ports/supervisor.ts';
import type { Routes } from '../domain/route.ts';
import type { Emitter } from '../system/emitter.ts';
import { MissedDeadlines } from './missed-deadlines.ts';

export interface CallListenersDeps {
  downlink: Downlink;
  meter: Meter;
  notices: Notices;
  directory: DeviceDirectory;
  routes: Routes;
  clock: Clock;
  log: Log;
}

/** Tells each of them what it needs to hear, from now on. */
export function listenToCalls(events: Emitter<CallEvents>, deps: CallListenersDeps): void {
  tellDevices(events, deps.downlink);
  measure(events, deps.meter);
  tellOperators(events, deps);
}

function tellDevices(events: Emitter<CallEvents>, downlink: Downlink): void {
  events.on('callChanged', ({ call }) => downlink.progress(call));
}

function measure(events: Emitter<CallEvents>, meter: Meter): void {
  events.on('pressStored', ({ press, tookMs }) => meter.reached('stored', press.key, tookMs));
  events.on('pressTakenOver', ({ press, tookMs }) => meter.reached('accepted', press.key, tookMs));
  events.on('callMovedOn', ({ call, from, openMs }) => {
    // A call that ends without an answer, by itself or not, has none to be timed.
    const isAnswer = call.stage === 'answered' || call.stage === 'dispatched';
    if (isAnswer && from !== 'answered') meter.reached('answered', call.key, openMs);
  });
}

function tellOperators(events: Emitter<CallEvents>, deps: CallListenersDeps): void {
  const notices = new CallNotices(deps);
  const missedDeadlines = new MissedDeadlines(deps);
  events.on('callMovedOn', ({ call }) => {
    if (call.stage !== 'stored') notices.tell(call, call.stage);
  });
  events.on('answerMissed', ({ call, missed }) => {
    notices.tell(call, 'unanswered');
    missedDeadlines.ofCall(call, missed);
  });
  events.on('pressLimitMissed', ({ press, missed }) => missedDeadlines.ofPress(press, missed));
}

/** Each stage that a call reaches, on the routes of notices that ask for it. */
class CallNotices {
  readonly #deps: CallListenersDeps;

  constructor(deps: CallListenersDeps) {
    this.#deps = deps;
  }

  /** Known by its call and stage: told again after a restart it is the same. */
  tell(call: Call, stage: ProgressNotice['stage']): void {
    const { notices, directory, routes, clock } = this.#deps;
    const { callId, deviceId, key, test, openedAt } = call;
    const group = directory.find(deviceId)?.group ?? '';
    if (!routes.of('status', group).tellsProgress) return;
    const id = `progress/${callId}/${stage}`;
    void notices.publish({
      kind: 'progress',
      id,
      at: clock.utc(),
      group,
      callId,
      deviceId,
      key,
      test,
      stage,
      openedAt,
    });
  }
}
