// What the gateway lends to a destination: where its reports go, and how devices are.

import type { GatewayErrorCode } from '../domain/errors.ts';
import type { DestinationContext } from '../domain/ports/destination.ts';
import type { ReportCall } from '../domain/report.ts';
import type { DeviceViews } from '../domain/supervision/device-view.ts';

export interface DestinationContextDeps {
  report: ReportCall;
  /** Counts what was refused. */
  refuse: (code: GatewayErrorCode, detail: string) => void;
  devices: DeviceViews;
}

/** For the destination of this name: it may report on calls that were offered to it, and on no others. */
export function destinationContextOf(
  name: string,
  { report, refuse, devices }: DestinationContextDeps,
): DestinationContext {
  return {
    devices,
    malformed: (detail) => refuse('REPORT_MALFORMED', `${name}: ${detail}`),
    async report(callId, stage) {
      try {
        const result = await report(callId, stage, [name]);
        if (!result.ok) refuse(result.code, name);
      } catch {
        refuse('JOURNAL_FAILED', name);
      }
    },
  };
}
