// What a platform reports about a call, as JSON: {"call_id", "stage"}, and what becomes of it. Pure.
import { CALL_STAGES, type Call, type CallStage } from './call.ts';

export interface Report {
  callId: string;
  stage: CallStage;
}

export type ReportResult =
  | { ok: true; call: Call }
  | { ok: false; code: 'REPORT_UNKNOWN_CALL' | 'REPORT_NOT_DELIVERED' };

/**
 * Hands on a report. Resolves when it is on disk or refused. `by` names the destinations for which the reporter may
 * speak; absent: for all.
 */
export type ReportCall = (
  callId: string,
  stage: CallStage,
  by?: readonly string[],
) => Promise<ReportResult>;

/** The longest call_id that is looked up. */
export const MAX_CALL_ID = 64;

/** Undefined when it is none. Fields that it doesn't know it passes over. */
export function parseReport(text: string): Report | undefined {
  let value: unknown;
  try {
    // RFC 8259, 8.1: a byte order mark may be passed over.
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { call_id: callId, stage } = value as Record<string, unknown>;
  if (typeof callId !== 'string' || callId === '' || callId.length > MAX_CALL_ID) return undefined;
  const known = CALL_STAGES.find((callStage) => callStage === stage);
  // Stored is what the gateway says of itself.
  return known === undefined || known === 'stored' ? undefined : { callId, stage: known };
}
