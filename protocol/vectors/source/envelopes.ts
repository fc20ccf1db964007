// Vectors of envelopes, good ones and one for every way in which an envelope is refused.
import { encodeEnvelope, PURPOSE_DOWN, PURPOSE_UP } from '../../device/envelope.ts';
import { MAX_UINT32, type Session } from '../../messages.ts';
import { type Direction, type SealKey, sealFrame } from '../../seal.ts';
import {
  changedAt,
  countingBytes,
  DEVICE,
  fields,
  hex,
  KEY_1,
  KEY_2,
  OTHER_DEVICE,
  OTHER_KEY,
  PRESS,
  type Refused,
  SESSION,
  unhex,
  unsealed,
  writtenUint,
} from './common.ts';

const RECEIPT = unhex('420a08011204080710011801');
const PROGRESS = unhex('4a1212100a040807100110021802220408071001');
const WILL = Uint8Array.of(0x7a, 0);
const LARGEST: Session = { bootId: MAX_UINT32, connectNo: MAX_UINT32 };
const MAC = countingBytes(0xa0, 16);
const SEALED = sealFrame(PURPOSE_UP, KEY_1, DEVICE, SESSION, 1, PRESS);

function good(
  name: string,
  frame: Uint8Array,
  over: { direction?: Direction; key?: SealKey; session?: Session; number?: number } = {},
) {
  const { direction, key, session, number } = {
    direction: PURPOSE_UP as Direction,
    key: KEY_1,
    session: SESSION,
    number: 1,
    ...over,
  };
  return {
    name,
    direction: direction === PURPOSE_UP ? 'up' : 'down',
    deviceId: DEVICE,
    envelope: hex(sealFrame(direction, key, DEVICE, session, number, frame)),
    opened: { keyVersion: key.version, session, number, frame: hex(frame) },
  };
}

function bad(
  error: Refused['error'],
  name: string,
  envelope: Uint8Array,
  direction = 'up',
  deviceId = DEVICE,
) {
  return { name, direction, deviceId, envelope: hex(envelope), error };
}

/** `SEALED` with one more field behind, which the mac doesn't cover. */
function withUnknownField() {
  const extra = fields((writer) => writer.uint(15, 1));
  return {
    ...good('a field that the receiver does not know is skipped', PRESS),
    envelope: hex(SEALED) + hex(extra),
  };
}

function withWrittenZero() {
  const sealed = sealFrame(PURPOSE_UP, KEY_1, DEVICE, SESSION, 0, WILL);
  const extra = fields((writer) => writtenUint(writer, 3, 0));
  return {
    ...good('a 0 that is written although it is the default is read as 0', WILL, { number: 0 }),
    envelope: hex(sealed) + hex(extra),
  };
}

export function envelopeVectors() {
  const cut = (length: number) => SEALED.subarray(0, length);
  return [
    good('a red press', PRESS),
    good('the will has number 0, which is not written', WILL, { number: 0 }),
    good('a receipt on its way down', RECEIPT, { direction: PURPOSE_DOWN }),
    good('the progress behind it', PROGRESS, { direction: PURPOSE_DOWN, number: 2 }),
    good('a second key of the same device', PRESS, { key: KEY_2 }),
    good('the largest session and number', PRESS, { session: LARGEST, number: MAX_UINT32 }),
    good('512 bytes are the most', countingBytes(1, 481)),
    withUnknownField(),
    withWrittenZero(),
    bad(
      'ENVELOPE_TOO_LONG',
      '513 bytes are too many',
      sealFrame(PURPOSE_UP, KEY_1, DEVICE, SESSION, 1, countingBytes(1, 482)),
    ),
    bad('ENVELOPE_MALFORMED', 'text is no envelope', Buffer.from('hello')),
    bad('ENVELOPE_MALFORMED', 'cut within the session', cut(5)),
    bad('ENVELOPE_MALFORMED', 'cut within the frame', cut(16)),
    bad('ENVELOPE_MALFORMED', 'cut within the mac', cut(SEALED.length - 1)),
    bad('ENVELOPE_MALFORMED', 'a length points beyond the end', Uint8Array.of(0x22, 0x7f, 1)),
    bad(
      'ENVELOPE_MALFORMED',
      'a varint of 11 bytes',
      Buffer.from('08' + '80'.repeat(10) + '01', 'hex'),
    ),
    bad('ENVELOPE_MALFORMED', 'wire type 7 does not exist', Uint8Array.of(0x0f, 1)),
    bad('ENVELOPE_MALFORMED', 'field number 0 does not exist', Uint8Array.of(0x00, 1)),
    bad('ENVELOPE_INCOMPLETE', 'an empty payload', new Uint8Array(0)),
    bad('ENVELOPE_INCOMPLETE', 'cut before the frame', cut(10)),
    bad('ENVELOPE_INCOMPLETE', 'cut before the mac', cut(SEALED.length - 18)),
    bad('ENVELOPE_INCOMPLETE', 'no key_version', unsealed(0, SESSION, 1, PRESS)),
    bad('ENVELOPE_INCOMPLETE', 'boot_id 0', unsealed(1, { bootId: 0, connectNo: 3 }, 1, PRESS)),
    bad('ENVELOPE_INCOMPLETE', 'connect_no 0', unsealed(1, { bootId: 7, connectNo: 0 }, 1, PRESS)),
    bad(
      'ENVELOPE_INCOMPLETE',
      'no session',
      fields((writer) => {
        writer.uint(1, 1);
        writer.data(4, PRESS);
        writer.data(5, MAC);
      }),
    ),
    bad('ENVELOPE_INCOMPLETE', 'an empty frame', unsealed(1, SESSION, 1, new Uint8Array(0))),
    bad('ENVELOPE_INCOMPLETE', 'a mac of 15 bytes', withMac(MAC.subarray(0, 15))),
    bad('ENVELOPE_INCOMPLETE', 'a mac of 17 bytes', withMac(countingBytes(0xa0, 17))),
    bad('KEY_VERSION_UNKNOWN', 'key_version 3', unsealed(3, SESSION, 1, PRESS)),
    bad('SEAL_WRONG', 'a changed byte in the frame', changedAt(SEALED, 19)),
    bad('SEAL_WRONG', 'a changed byte in the mac', changedAt(SEALED, SEALED.length - 1)),
    bad('SEAL_WRONG', 'a changed boot_id', changedAt(SEALED, 5)),
    bad('SEAL_WRONG', 'a changed connect_no', changedAt(SEALED, 7)),
    bad('SEAL_WRONG', 'a changed number', changedAt(SEALED, 9)),
    bad('SEAL_WRONG', 'the key_version of another key', withKeyVersion2()),
    bad('SEAL_WRONG', 'an uplink sent back down', SEALED, 'down'),
    bad('SEAL_WRONG', 'the frame of another device', SEALED, 'up', OTHER_DEVICE),
    bad(
      'SEAL_WRONG',
      'sealed with the key of another device',
      sealFrame(PURPOSE_UP, OTHER_KEY, DEVICE, SESSION, 1, PRESS),
    ),
  ];
}

/** `SEALED` with the version number of the second key: the mac is that of the first. */
function withKeyVersion2(): Uint8Array {
  const changed = Uint8Array.from(SEALED);
  changed[1] = 2;
  return changed;
}

function withMac(mac: Uint8Array): Uint8Array {
  const envelope = encodeEnvelope(1, SESSION, 1, PRESS, MAC);
  const tail = fields((writer) => writer.data(5, mac));
  return Uint8Array.from([...envelope.subarray(0, envelope.length - 18), ...tail]);
}
