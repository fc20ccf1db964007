// News of calls for the operator: each stage that a call reaches, on the routes of notices that ask for it.
import type { Call } from '../domain/call.ts';
import type { ProgressNotice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Notices } from '../domain/ports/supervisor.ts';
import type { Routes } from '../domain/route.ts';

export interface CallNoticesDeps {
  notices: Notices;
  directory: DeviceDirectory;
  routes: Routes;
  clock: Clock;
}

export class CallNotices {
  readonly #deps: CallNoticesDeps;

  constructor(deps: CallNoticesDeps) {
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
