// The codes of everything that a gateway refuses, and the value in which one is carried.

/** Every code, with what it means and what to do. The README's table is tested against this one. */
export const PROTOCOL_ERRORS = {
  // CONNECT
  MQTT_VERSION: 'MQTT 3.1.1 (protocol level 4) is required',
  SESSION_NOT_CLEAN: 'CONNECT must set CleanSession',
  KEEPALIVE_WRONG: 'the keepalive of a CONNECT is 1 to 300 s',
  CLIENT_ID_MISMATCH: 'client id and username must both be the device_id',
  DEVICE_UNKNOWN: 'no such device: register it, or correct its device_id',
  DEVICE_BLOCKED: 'the device is suspended or retired',
  PASSWORD_MALFORMED: 'the password must be boot_id.connect_no.pending.mac',
  CONNECT_SEAL_WRONG: 'the password was not made with a key of this device',
  CONNECT_REPLAYED: 'a CONNECT of this session, or of a later one, was accepted before',
  BOOT_ID_SPENT:
    'a boot_id above 4294901759 is damaged flash: repair the board at the bench, or replace it',
  WILL_WRONG: 'a will must go to the own topic `up`, QoS 1, not retained, at most 512 bytes',
  // topics
  TOPIC_WRONG: 'a device may publish to its own topic `up` only',
  QOS_WRONG: 'frames are published with QoS 1',
  RETAIN_SET: 'frames are never retained',
  SUBSCRIPTION_WRONG: 'a device may subscribe to its own topic `down` only',
  PACKET_TOO_LONG: 'an MQTT packet may have at most 1,500 bytes',
  // envelope
  ENVELOPE_TOO_LONG: 'an envelope may have at most 512 bytes',
  ENVELOPE_MALFORMED: 'the payload is not an Envelope',
  ENVELOPE_INCOMPLETE: 'key_version, session, frame and a mac of 16 bytes are required',
  KEY_VERSION_UNKNOWN: 'the gateway holds no key of this version for this device',
  SEAL_WRONG: 'the mac does not fit: wrong key, other device, or changed on the way',
  SESSION_WRONG: 'sealed for another session than that of the connection',
  NUMBER_REPLAYED: 'the number must rise within the session',
  // frame
  FRAME_MALFORMED: 'the frame is not the message that belongs on this topic',
  EVENT_MISSING: 'the frame carries no event',
  IDENTITY_INVALID:
    'boot_id and seq must be at least 1, and no boot later than that of the session',
  ENUM_UNSPECIFIED: 'an enum is 0 or absent',
  FIELD_OUT_OF_RANGE: 'a field is outside its range',
  LOST_MISPLACED: 'a `lost` event is the will: number 0, and nothing else has number 0',
  // serial line
  LINE_TOO_LONG: 'a line may have at most 256 bytes',
  LINE_MALFORMED: 'a line is $, words separated by blanks, *, four hex digits',
  LINE_CHECKSUM: 'the checksum does not fit: send the line again',
} as const;

/** What a device answers on its console when it can't carry out a request. */
export const CONSOLE_ERRORS = {
  REQUEST_UNKNOWN: 'no such request in this firmware',
  REQUEST_MALFORMED: 'the request has other words: the detail tells which',
  NUMBER_REUSED: 'this request number was used for other words: take a larger one',
  NUMBER_OLD: 'the request came late, or twice: nothing was done',
  NO_HELLO:
    'no conversation: it was silent too long, or the device has restarted. Begin with hello',
  PROOF_REQUIRED: 'the device has a key: prove that you know it with auth',
  PROOF_WRONG: 'the proof was not made with the key of this device: begin anew with hello',
  NAME_UNKNOWN: 'no such setting in this firmware',
  NOT_SET: 'this setting has no value',
  DRAFT_WRONG: 'the detail names a setting that is missing or wrong',
  BOOT_ID_WRONG: 'the highest known boot_id is 0 to 4294967294',
  PRESS_WAITING: 'a press is waiting to be sent: let the device connect, or commit with drop',
  STORAGE_FULL:
    'no room for settings without moving files, which is not safe: nothing was changed, repair the device at the bench',
  STORAGE_FAILED:
    'the device could not write: repair it at the bench, and replace it if that fails too',
  BUSY: 'memory is too short for this while presses wait: let the device connect, then ask again',
  WORD_WRONG: 'a factory reset needs the word that the device gave last',
  UNSUPPORTED: 'this firmware or board can not do it',
  FINISHED: 'settings were written or erased: restart the device',
} as const;

export type ConsoleErrorCode = keyof typeof CONSOLE_ERRORS;

export type ProtocolErrorCode = keyof typeof PROTOCOL_ERRORS;

export interface ProtocolError {
  code: ProtocolErrorCode;
  /** Which field or value it was; never a key, never personal data. */
  detail: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ProtocolError };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse(code: ProtocolErrorCode, detail = ''): { ok: false; error: ProtocolError } {
  return { ok: false, error: { code, detail } };
}
