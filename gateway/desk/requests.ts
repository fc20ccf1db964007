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
const Text = z.string().max(MAX_TEXT);
const Name = z.string().min(1).max(MAX_NAME);

/** One step of an officer. Pages tell what they show in another way. */
export const StepRequest = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('taken') }),
  z.strictObject({ step: z.literal('released') }),
  z.strictObject({ step: z.literal('handed_over'), to: Name }),
  z.strictObject({ step: z.literal('telephoned') }),
  z.strictObject({ step: z.literal('reached') }),
  z.strictObject({ step: z.literal('not_reached') }),
  z.strictObject({
    step: z.literal('needed'),
    needs: z.array(z.enum(NEEDS)).max(NEEDS.length),
    text: Text,
  }),
  z.strictObject({ step: z.literal('sent'), helper: Name }),
  z.strictObject({ step: z.literal('arrived') }),
  z.strictObject({ step: z.literal('noted'), text: Text.min(1) }),
  z.strictObject({
    step: z.literal('closed'),
    outcome: z.enum(OUTCOMES),
    followUp: z.boolean(),
  }),
]) satisfies z.ZodType<Step>;

/** A page tells that it lives. `page` is an id of its own making. */
export const PageRequest = z.strictObject({
  page: z.string().regex(/^[\w-]{8,64}$/),
  isOnDuty: z.boolean(),
  shown: z.array(z.string().max(MAX_NAME)).max(1_000),
});

export const LoginRequest = z.strictObject({
  name: z.string().max(MAX_NAME),
  password: z.string().max(1_024),
});

export const OneTimeLoginRequest = z.strictObject({
  token: z.string().max(128),
});

/** Signed by a gateway: what each says is checked, because another program may speak too. */
export const GatewayEvent = z.discriminatedUnion('type', [
  PressEvent,
  BreachEvent,
  CaseEvent,
  ProgressEvent,
]);

export function pressOf({ id, source, data }: PressEvent): IncomingPress {
  return {
    eventId: id,
    count: data.count,
    subject: {
      source,
      callId: data.call_id,
      key: data.key,
      deviceId: data.device_id,
      group: data.group,
      home: data.home,
      isTest: data.test,
    },
  };
}
