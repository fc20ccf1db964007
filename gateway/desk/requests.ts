// What the page asks of the desk, checked; and what the desk makes of the events of gateways.
import { z } from 'zod';
import {
  BreachEvent,
  CaseEvent,
  PressEvent,
  ProgressEvent,
} from '../destinations/events/schemas.ts';
import { NEEDS, OUTCOMES, type Step } from './call-record.ts';
import type { IncomingPress } from './desk.ts';

const MAX_TEXT = 2_000;
const MAX_NAME = 120;
/** What has no width, ends no line of a list and turns no line round; and half of a pair. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;
/** What is typed during a call is never refused for what nobody can see: that is left out. */
const seen = (text: string) => text.replaceAll(UNSEEN, ' ').trim().normalize('NFC');
const Text = z.string().max(MAX_TEXT).transform(seen);
/** A contact; empty: the resident. */
const Whom = z.string().max(MAX_NAME).transform(seen).default('');
const Name = z.string().max(MAX_NAME).transform(seen).pipe(z.string().min(1));
const HelperId = z.int().min(1);

/** One step of an officer. Pages tell what they show in another way. */
export const StepRequest = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('taken') }),
  z.strictObject({ step: z.literal('released') }),
  z.strictObject({ step: z.literal('handed_over'), to: Name }),
  z.strictObject({ step: z.literal('telephoned'), whom: Whom }),
  z.strictObject({ step: z.literal('reached'), whom: Whom }),
  z.strictObject({ step: z.literal('not_reached'), whom: Whom }),
  z.strictObject({
    step: z.literal('needed'),
    needs: z.array(z.enum(NEEDS)).max(NEEDS.length),
    text: Text,
  }),
  z.strictObject({ step: z.literal('sent'), helper: Name, helperId: HelperId.optional() }),
  z.strictObject({ step: z.literal('on_the_way'), helperId: HelperId }),
  z.strictObject({ step: z.literal('arrived'), helperId: HelperId.optional() }),
  z.strictObject({ step: z.literal('helper_done'), helperId: HelperId }),
  z.strictObject({ step: z.literal('noted'), text: Text.pipe(z.string().min(1)) }),
  z.strictObject({ step: z.literal('leader_asked') }),
  z.strictObject({
    step: z.literal('closed'),
    outcome: z.enum(OUTCOMES),
    followUp: z.boolean(),
    presses: z.int().min(1).optional(),
  }),
]) satisfies z.ZodType<Step>;

/** An id of a page's own making. */
const PageId = z.string().regex(/^[\w-]{8,64}$/);

/** A page tells that it lives, and which calls it shows that nobody's did before. */
export const PageRequest = z.strictObject({
  page: PageId,
  isOnDuty: z.boolean(),
  shown: z.array(z.string().max(MAX_NAME)).max(1_000),
});

/** A page is closed. */
export const LeftRequest = z.strictObject({ page: PageId });

export const LoginRequest = z.strictObject({
  name: z.string().max(MAX_NAME),
  password: z.string().max(1_024),
});

export const OneTimeLoginRequest = z.strictObject({
  token: z.string().max(128),
});

/** It stands in addresses and in the lists of pages. */
const MAX_CALL_ID = 100;

/** Signed by a gateway: what each says is checked, because another program may speak too. */
export const GatewayEvent = z.discriminatedUnion('type', [
  PressEvent.refine(({ data }) => data.call_id.length <= MAX_CALL_ID),
  BreachEvent,
  CaseEvent,
  ProgressEvent,
]);

/** A page shows it beside other things: nothing in it turns those round. */
function seenHome(home: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(home).map(([field, value]) => [field, seen(value)]));
}

export function pressOf({ id, source, time, data }: PressEvent): IncomingPress {
  return {
    eventId: id,
    count: data.count,
    pressedAt: Date.parse(time) - data.age_ms,
    subject: {
      source,
      callId: data.call_id,
      key: data.key,
      deviceId: data.device_id,
      group: data.group,
      home: seenHome(data.home),
      isTest: data.test,
    },
  };
}
