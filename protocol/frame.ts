// Frames on the gateway's side: protobufjs decodes uplinks, this validates them, and encodes downlinks.
import protobuf from 'protobufjs/minimal.js';
import { ok, type ProtocolError, type Result, refuse } from './errors.ts';
import { callbutton } from './generated/callbutton.js';
import {
  type DeviceEvent,
  type Downlink,
  type Identity,
  KEY_GREEN,
  KEY_RED,
  type ReceivedUplink,
  type Session,
  type UnknownEvent,
  type UpdateStep,
} from './messages.ts';

const v1 = callbutton.v1;
const EVENT_FIELD_FIRST = 8;
const EVENT_FIELD_LAST = 31;
const PRESS_FIELD = 8;
/** In Unicode code points, which are the characters of every language. */
const MAX_TEXT = 32;
/** More presses than anybody makes while a device is cut off; what says more is taken as this many. */
export const MAX_COUNT = 65_535;

/** One event field of a frame, as it came. */
interface EventField {
  field: number;
  content: Uint8Array;
}

/** A refusal under a good seal, with the identity that its receipt names: null when none could be read. */
export interface RefusedUplink {
  ok: false;
  error: ProtocolError;
  identity: Identity | null;
}

/** The events of a frame that is good protobuf: known ones and those of later versions. One is right. */
function eventsIn(frame: Uint8Array): EventField[] {
  const events: EventField[] = [];
  const reader = protobuf.Reader.create(frame);
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const field = tag >>> 3;
    const isEvent = (tag & 7) === 2 && field >= EVENT_FIELD_FIRST && field <= EVENT_FIELD_LAST;
    if (isEvent) events.push({ field, content: reader.bytes() });
    else reader.skipType(tag & 7, 0, field);
  }
  return events;
}

/**
 * Of several events the press that counts, so that no call is lost behind a status: a red one before a green one, then
 * the last. Undefined: none is a press.
 */
function pressAmong(events: readonly EventField[]): callbutton.v1.Press | undefined {
  const presses = events
    .filter(({ field }) => field === PRESS_FIELD)
    .map(({ content }) => v1.Press.decode(content));
  const red = presses.findLast(({ key }) => key !== KEY_GREEN && key !== 0);
  return red ?? presses.findLast(({ key }) => key === KEY_GREEN) ?? presses.at(-1);
}

/** Both of its numbers are there. Whether it may name this event is judged later. */
function readableIdentity(identity: callbutton.v1.Identity | null | undefined): Identity | null {
  const { bootId = 0, seq = 0 } = identity ?? {};
  return bootId === 0 || seq === 0 ? null : { bootId, seq };
}

function enumeration(name: string, value: number): Result<number> {
  return value === 0 ? refuse('ENUM_UNSPECIFIED', name) : ok(value);
}

function inRange(name: string, value: number, least: number, most: number): Result<number> {
  return value >= least && value <= most ? ok(value) : refuse('FIELD_OUT_OF_RANGE', name);
}

function shortText(name: string, text: string): Result<string> {
  return [...text].length <= MAX_TEXT ? ok(text) : refuse('FIELD_OUT_OF_RANGE', name);
}

/** The first refusal among the checks, or the event. */
function checked<E extends DeviceEvent>(event: E, ...checks: Result<unknown>[]): Result<E> {
  for (const check of checks) if (!check.ok) return check;
  return ok(event);
}

function validatePress(press: callbutton.v1.Press): Result<DeviceEvent> {
  // A key of a newer device is handled as red: better one emergency call too many than one lost.
  const key = press.key === KEY_GREEN ? KEY_GREEN : KEY_RED;
  const count = Math.min(Math.max(press.count, 1), MAX_COUNT);
  return checked({ kind: 'press', key, count }, enumeration('press.key', press.key));
}

function validateHeartbeat(beat: callbutton.v1.Heartbeat): Result<DeviceEvent> {
  const { uptimeS, batteryMv, batteryPercent, onMains, rssiDbm, freeVariables } = beat;
  const { outboxDepth, reconnects, lastError, firmware, configurationRevision, asksReceipt } = beat;
  return checked(
    {
      kind: 'heartbeat',
      uptimeS,
      batteryMv,
      batteryPercent,
      onMains,
      rssiDbm,
      freeVariables,
      outboxDepth,
      reconnects,
      lastError,
      firmware,
      configurationRevision,
      asksReceipt,
    },
    inRange('heartbeat.battery_mv', batteryMv, 0, 65_535),
    inRange('heartbeat.battery_percent', batteryPercent, 0, 100),
    inRange('heartbeat.rssi_dbm', rssiDbm, -127, 0),
    shortText('heartbeat.firmware', firmware),
  );
}

/** Validates the event inside `message`; the kinds and ranges of README.md, "Events". */
function validateEvent(
  message: callbutton.v1.Uplink,
  events: readonly EventField[],
): Result<DeviceEvent | UnknownEvent> {
  if (events.length > 1) {
    const press = pressAmong(events);
    return press ? validatePress(press) : refuse('FRAME_MALFORMED', 'more than one event');
  }
  switch (message.event) {
    case 'press':
      return validatePress(message.press as callbutton.v1.Press);
    case 'heartbeat':
      return validateHeartbeat(message.heartbeat as callbutton.v1.Heartbeat);
    case 'boot': {
      const { cause, firmware, model } = message.boot as callbutton.v1.Boot;
      return checked(
        { kind: 'boot', cause, firmware, model },
        enumeration('boot.cause', cause),
        shortText('boot.firmware', firmware),
        shortText('boot.model', model),
      );
    }
    case 'fault': {
      const { kind, detail } = message.fault as callbutton.v1.Fault;
      return checked({ kind: 'fault', faultKind: kind, detail }, enumeration('fault.kind', kind));
    }
    case 'battery': {
      const { level, batteryMv, batteryPercent } = message.battery as callbutton.v1.Battery;
      return checked(
        { kind: 'battery', level, batteryMv, batteryPercent },
        enumeration('battery.level', level),
        inRange('battery.battery_mv', batteryMv, 0, 65_535),
        inRange('battery.battery_percent', batteryPercent, 0, 100),
      );
    }
    case 'mains': {
      const { state } = message.mains as callbutton.v1.Mains;
      return checked({ kind: 'mains', state }, enumeration('mains.state', state));
    }
    case 'commandResult': {
      const { commandId, outcome, detail } = message.commandResult as callbutton.v1.CommandResult;
      return checked(
        { kind: 'command_result', commandId, outcome, detail },
        enumeration('command_result.outcome', outcome),
        inRange('command_result.command_id', commandId, 1, 4_294_967_295),
        shortText('command_result.detail', detail),
      );
    }
    case 'lost':
      return ok({ kind: 'lost' });
    case 'updateStatus': {
      const status = message.updateStatus as callbutton.v1.UpdateStatus;
      const { image, state, next, detail, running, slot } = status;
      return checked(
        { kind: 'update_status', image, state, next, detail, running, slot },
        enumeration('update_status.state', state),
        shortText('update_status.detail', detail),
        shortText('update_status.running', running),
        inRange('update_status.slot', slot, 0, 255),
      );
    }
    default: {
      const [event] = events;
      return event ? ok({ kind: 'unknown', field: event.field }) : refuse('EVENT_MISSING');
    }
  }
}

function validateIdentity(
  kind: string,
  identity: callbutton.v1.Identity | undefined,
  session: Session,
): Result<Identity | null> {
  if (kind === 'heartbeat' || kind === 'lost' || kind === 'update_status') return ok(null);
  if (identity === undefined) {
    return kind === 'unknown' ? ok(null) : refuse('IDENTITY_INVALID', `${kind} without identity`);
  }
  const { bootId, seq } = identity;
  if (bootId === 0 || seq === 0) return refuse('IDENTITY_INVALID', 'boot_id or seq is 0');
  if (bootId > session.bootId) return refuse('IDENTITY_INVALID', 'boot_id of a later boot');
  return ok({ bootId, seq });
}

/**
 * Decodes and validates one uplink frame of a session. Unknown fields are ignored, an unknown event is
 * `kind: 'unknown'`. Errors: FRAME_MALFORMED, EVENT_MISSING, IDENTITY_INVALID, ENUM_UNSPECIFIED,
 * FIELD_OUT_OF_RANGE.
 */
export function decodeUplink(
  frame: Uint8Array,
  session: Session,
): { ok: true; value: ReceivedUplink } | RefusedUplink {
  let message: callbutton.v1.Uplink;
  let events: EventField[];
  try {
    message = v1.Uplink.decode(frame);
    events = eventsIn(frame);
  } catch {
    return { ...refuse('FRAME_MALFORMED'), identity: null };
  }
  const sent = message.identity as callbutton.v1.Identity | undefined;
  const event = validateEvent(message, events);
  if (!event.ok) return { ...event, identity: readableIdentity(sent) };
  const identity = validateIdentity(event.value.kind, sent ?? undefined, session);
  if (!identity.ok) return { ...identity, identity: readableIdentity(sent) };
  const { ageMs, ageIsLowerBound, test } = message;
  return ok({ ageMs, ageIsLowerBound, test, identity: identity.value, event: event.value });
}

/** A Downlink frame, ready to be sealed. */
export function encodeDownlink(downlink: Exclude<Downlink, { kind: 'unknown' }>): Uint8Array {
  return v1.Downlink.encode(downlinkMessage(downlink)).finish();
}

function downlinkMessage(
  downlink: Exclude<Downlink, { kind: 'unknown' }>,
): callbutton.v1.Downlink.$Properties {
  switch (downlink.kind) {
    case 'receipt': {
      const { answers, identity, result, reason } = downlink;
      return { receipt: { answers, identity, result, reason } };
    }
    case 'progress': {
      const { complete, calls } = downlink;
      return { progress: { complete, calls } };
    }
    case 'configuration': {
      const { kind: _, ...configuration } = downlink;
      return { configuration };
    }
    case 'command': {
      const { commandId, action } = downlink;
      if (action.kind === 'locate') return { command: { commandId, locate: action } };
      if (action.kind === 'self_test') return { command: { commandId, selfTest: {} } };
      if (action.kind === 'reboot') return { command: { commandId, reboot: {} } };
      if (action.kind === 'rotate_key') return { command: { commandId, rotateKey: action } };
      return { command: { commandId } };
    }
    case 'update':
      return { update: updateMessage(downlink.step) };
  }
}

function updateMessage(step: UpdateStep): callbutton.v1.Update.$Properties {
  switch (step.kind) {
    case 'offer':
      return { offer: step };
    case 'chunk':
      return { chunk: step };
    case 'finish':
      return { finish: step };
    case 'back':
      return { back: step };
    case 'unknown':
      return {};
  }
}
