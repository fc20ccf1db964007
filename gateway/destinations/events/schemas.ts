// What each event looks like on the wire: the schemas of the AsyncAPI document, and the types of the code.
import { z } from 'zod';
import { CONDITIONS, type Condition } from '../../domain/condition.ts';
import { CAUSES, type Cause, LIMITS } from '../../domain/missed-deadline.ts';
import { DEVICE_STATES } from '../../domain/supervision/device-view.ts';

const Utc = z.iso.datetime();
const Key = z.enum(['red', 'green']);
const CallId = z.string().describe('The call. Presses of the same key of the same device share it');
const DeviceId = z.string().describe('Printed on the label of the device');
const Group = z.string().describe('Of the device or devices; may be empty');
const Milliseconds = z.number().min(0);
const ConditionName = z.enum(Object.keys(CONDITIONS) as [Condition, ...Condition[]]);

const Home = z
  .record(z.string(), z.string())
  .describe(
    'The home as the operator keeps it; `reference` is the resident in the records of the platform',
  );
const Homes = z
  .record(z.string(), Home)
  .describe('Of the devices that are known, by device_id; 500 at most');

function event<Type extends string, Data extends z.ZodType>(type: Type, id: string, data: Data) {
  return z.object({
    specversion: z.literal('1.0'),
    id: z.string().min(1).describe(`${id}: the same over attempts, routes and restarts`),
    source: z
      .string()
      .min(1)
      .describe('Names the gateway, a URI reference. With `id` it is unique'),
    type: z.literal(type),
    subject: z
      .string()
      .min(1)
      .optional()
      .describe('The device_id; the group when it is about several devices'),
    time: Utc,
    datacontenttype: z.literal('application/json'),
    data,
  });
}

export const PressEvent = event(
  'callbutton.press.v1',
  'The press',
  z.object({
    call_id: CallId,
    former_call_id: CallId.optional().describe('The call of that key before this one'),
    key: Key,
    joined: z.boolean().describe('False for the press that opened the call'),
    count: z
      .int()
      .min(1)
      .describe('Presses that this one stands for; more than 1 only after a full outbox'),
    test: z.boolean().describe('A test press: handle it, send nobody'),
    stored: z.boolean().describe('False: the disk failed, and a red press was sent all the same'),
    route: z.enum(['first', 'fallback', 'escalation']).describe('Why this destination gets it'),
    escalation: z.int().min(1).optional().describe('The step of the escalation'),
    age_ms: Milliseconds.describe('How old it was on arrival, by the clock of the device'),
    age_is_lower_bound: z.boolean().describe('It is older than `age_ms`'),
    device_id: DeviceId,
    group: Group,
    home: Home,
  }),
);

export const BreachEvent = event(
  'callbutton.breach.v1',
  'The missed limit',
  z.object({
    text: z.string().describe('What it is about, for a person'),
    limit: z.enum(LIMITS),
    cause: z.enum(Object.keys(CAUSES) as [Cause, ...Cause[]]),
    key: Key,
    call_id: CallId,
    press: z
      .string()
      .optional()
      .describe("The id of the press's event; absent when the limit was the call's"),
    device_id: DeviceId,
    limit_ms: Milliseconds,
    took_ms: Milliseconds.describe('How long it had taken when this was noticed'),
    group: Group,
    homes: Homes,
  }),
);

export const CaseEvent = event(
  'callbutton.case.v1',
  'One change of the case',
  z.object({
    text: z.string().describe('What it is about, for a person'),
    case_id: z.string().describe('Shared by `opened`, `changed` and `restored`'),
    event: z.enum(['opened', 'changed', 'restored']),
    condition: ConditionName,
    device_ids: z.array(z.string()).readonly().describe('One, or all that a common cause affects'),
    opened_at: Utc,
    last_good_at: Utc.optional().describe('When it was last known to be well'),
    battery_percent: z.number().optional(),
    days_left: z
      .number()
      .optional()
      .describe('How many days the battery lasts if it goes on as it did'),
    fault_kind: z.int().optional().describe("As in the protocol's Fault"),
    fault_detail: z.int().optional().describe("As in the protocol's Fault"),
    group: Group,
    homes: Homes,
  }),
);

export const ProgressEvent = event(
  'callbutton.progress.v1',
  'The call and its stage',
  z.object({
    text: z.string().describe('What it is about, for a person'),
    call_id: CallId,
    key: Key,
    test: z.boolean(),
    stage: z
      .enum(['accepted', 'answered', 'dispatched', 'closed', 'unanswered'])
      .describe(
        'How far the call has come; `unanswered`: its answer was due and nobody had answered',
      ),
    opened_at: Utc,
    device_id: DeviceId,
    group: Group,
    homes: Homes,
  }),
);

/** Over a broker only. */
export const DeviceEvent = event(
  'callbutton.device.v1',
  'The device and the moment',
  z.object({
    device_id: DeviceId,
    group: Group,
    state: z.enum(DEVICE_STATES),
    seen_at: Utc.optional().describe('When it was last known to live; absent when it never was'),
    battery_percent: z.number().optional().describe('As the device said last'),
    on_mains: z.boolean().optional().describe('As the device said last'),
    conditions: z.array(ConditionName).readonly().describe('Of its open maintenance cases'),
  }),
);

export type PressEvent = z.infer<typeof PressEvent>;
export type BreachEvent = z.infer<typeof BreachEvent>;
export type CaseEvent = z.infer<typeof CaseEvent>;
export type ProgressEvent = z.infer<typeof ProgressEvent>;
export type DeviceEvent = z.infer<typeof DeviceEvent>;
export type NoticeEvent = BreachEvent | CaseEvent | ProgressEvent;
export type PlatformEvent = PressEvent | NoticeEvent;

/** The event types of every destination, by the name of their message in the AsyncAPI document. */
export const EVENTS = {
  press: PressEvent,
  breach: BreachEvent,
  case: CaseEvent,
  progress: ProgressEvent,
} as const;
