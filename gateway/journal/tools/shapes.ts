// The shapes of what stands in the journal's log, to tell a record that is damaged or of somebody else.
import { z } from 'zod';
import { CALL_STAGES } from '../../domain/call.ts';
import { CONDITIONS, type Condition } from '../../domain/condition.ts';
import { CAUSES, type Cause, LIMITS } from '../../domain/missed-deadline.ts';
import type { Entry, LogRecord } from '../entries.ts';

const Uint32 = z.int().min(0).max(0xffff_ffff);
/** A clock may be wrong, but not so wrong that it is no date. */
const Utc = z.int().min(0).max(8_640_000_000_000_000);
const Text = z.string().min(1);
const KeyName = z.enum(['red', 'green']);
const Identity = { bootId: Uint32, seq: Uint32 };

const Press = z.object({
  deviceId: Text,
  ...Identity,
  key: KeyName,
  count: z.int().min(1),
  test: z.boolean(),
  receivedAt: Utc,
  ageMs: z.number().min(0),
  ageIsLowerBound: z.boolean(),
  callId: Text,
  joined: z.boolean(),
});

const Call = z.object({
  callId: Text,
  deviceId: Text,
  key: KeyName,
  test: z.boolean(),
  openedBy: z.object(Identity),
  latest: z.object(Identity),
  stage: z.enum(CALL_STAGES),
  openedAt: Utc,
  reached: z.partialRecord(z.enum(CALL_STAGES), Utc),
  missed: z.object({ answered: Utc.exactOptional() }),
  escalated: z.int().min(0).exactOptional(),
  offeredTo: z.array(Text).exactOptional(),
  formerCallId: Text.exactOptional(),
});

const DeviceEvent = z.object({
  deviceId: Text,
  ...Identity,
  kind: Text,
  receivedAt: Utc,
  ageMs: z.number().min(0),
  frame: z.string(),
});

const ofNotice = { id: Text, at: Utc, group: z.string() };
const MissedDeadline = z.object({
  ...ofNotice,
  kind: z.literal('breach'),
  limit: z.enum(LIMITS),
  cause: z.enum(Object.keys(CAUSES) as Cause[]),
  deviceId: Text,
  key: KeyName,
  callId: Text,
  press: Text.exactOptional(),
  limitMs: z.number(),
  tookMs: z.number(),
});
const Case = z.object({
  ...ofNotice,
  kind: z.literal('case'),
  caseId: Text,
  event: z.enum(['opened', 'changed', 'restored']),
  condition: z.enum(Object.keys(CONDITIONS) as Condition[]),
  deviceIds: z.array(Text),
  openedAt: Utc,
  lastGoodAt: Utc.exactOptional(),
  batteryPercent: z.number().exactOptional(),
  daysLeft: z.number().exactOptional(),
});

const Progress = z.object({
  ...ofNotice,
  kind: z.literal('progress'),
  callId: Text,
  deviceId: Text,
  key: KeyName,
  test: z.boolean(),
  openedAt: Utc,
  stage: z.enum(['accepted', 'answered', 'dispatched', 'closed', 'unanswered']),
});

const Notice = z.discriminatedUnion('kind', [MissedDeadline, Case, Progress]);

const RememberedList = z.array(z.object({ subject: Text, state: z.unknown() }));

const EntryShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('press'), press: Press, call: Call }),
  z.object({ kind: z.literal('event'), event: DeviceEvent }),
  z.object({
    kind: z.literal('notice'),
    notice: Notice,
    remembered: RememberedList.exactOptional(),
  }),
  z.object({ kind: z.literal('call'), call: Call }),
  z.object({
    kind: z.literal('settled'),
    press: Text.exactOptional(),
    notice: Text.exactOptional(),
  }),
  z.object({ kind: z.literal('remembered'), remembered: RememberedList }),
  z.object({
    kind: z.literal('session'),
    deviceId: Text,
    session: z.object({ bootId: Uint32, connectNo: Uint32 }),
  }),
]) satisfies z.ZodType<Entry>;

const LogRecordShape = z.object({ at: Utc, entries: z.array(EntryShape) });

export const CallShape = Call;
export const PressShape = Press;
export const NoticeShape = Notice;

export type ReadRecord = { record: LogRecord } | { fault: string };

/** The value in `text` when it is JSON of this shape. */
export function readRow<T>(shape: z.ZodType<T>, text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return shape.safeParse(value).success ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

/** The record in `text`, or what is wrong with it: where, and what was expected. Never what stands there. */
export function readLogRecord(text: string): ReadRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'not JSON' };
  }
  const parsed = LogRecordShape.safeParse(value);
  if (parsed.success) return { record: value as LogRecord };
  const [issue] = parsed.error.issues;
  return { fault: `${issue?.path.join('.')}: ${issue?.message}` };
}
