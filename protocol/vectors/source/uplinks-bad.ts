// Vectors of uplink frames that are refused under a good seal: each with the code of its refusal.
import { WireWriter } from '../../device/wire.ts';
import { decodeUplink } from '../../frame.ts';
import { fields, hex, type Refused, SESSION, writtenUint } from './common.ts';

type Write = (writer: WireWriter) => void;

/** `identity`: what the receipt of the rejection names. */
function bad(error: Refused['error'], name: string, frame: Uint8Array) {
  const refused = decodeUplink(frame, SESSION);
  const identity = refused.ok ? undefined : refused.identity;
  return { name, session: SESSION, frame: hex(frame), error, identity };
}

function identified(bootId: number, seq: number, event: number, write: Write): Uint8Array {
  return fields((writer) => {
    const identity = new WireWriter();
    identity.uint(1, bootId);
    identity.uint(2, seq);
    writer.message(4, identity);
    writer.data(event, fields(write));
  });
}

/** An event with a good identity. */
function event(field: number, write: Write): Uint8Array {
  return identified(7, 1, field, write);
}

/** A heartbeat with one field. */
function heartbeat(write: Write): Uint8Array {
  return fields((writer) => writer.data(9, fields(write)));
}

const red: Write = (writer) => writer.uint(1, 2);
const fieldOne: Write = (writer) => writer.uint(1, 1);
const nothing: Write = () => {};
const tooLong = 'x'.repeat(33);

/** Two events and one identity. */
function twoEvents(first: [number, Write], second: [number, Write]): Uint8Array {
  return fields((writer) => {
    writer.data(4, fields(identityWriter));
    writer.data(first[0], fields(first[1]));
    writer.data(second[0], fields(second[1]));
  });
}

const identityWriter: Write = (writer) => {
  writer.uint(1, 7);
  writer.uint(2, 1);
};

export const BAD_UPLINKS = [
  bad('FRAME_MALFORMED', 'text is no frame', Buffer.from('hello')),
  bad('FRAME_MALFORMED', 'cut within the event', event(8, red).subarray(0, 9)),
  bad('FRAME_MALFORMED', 'cut within the identity', event(8, red).subarray(0, 4)),
  bad('FRAME_MALFORMED', 'a varint of 11 bytes', Buffer.from('08' + '80'.repeat(10) + '01', 'hex')),
  bad('FRAME_MALFORMED', 'wire type 6 does not exist', Uint8Array.of(0x0e, 1)),
  bad('FRAME_MALFORMED', 'field number 0 does not exist', Uint8Array.of(0x02, 0)),
  bad('FRAME_MALFORMED', 'a press whose content is cut', Uint8Array.of(0x42, 0x01, 0x08)),
  bad(
    'FRAME_MALFORMED',
    'text that is not UTF-8',
    heartbeat((writer) => writer.data(10, Uint8Array.of(0x31, 0xff))),
  ),
  bad('FRAME_MALFORMED', 'a tag of six bytes', Buffer.from('888080808000' + '05', 'hex')),
  bad(
    'FRAME_MALFORMED',
    'a length of six bytes',
    Buffer.from('42' + '828080808000' + '0802', 'hex'),
  ),
  bad(
    'FRAME_MALFORMED',
    'two events, of which none is a press',
    twoEvents([10, fieldOne], [13, fieldOne]),
  ),
  bad('FRAME_MALFORMED', 'the same event twice', twoEvents([9, fieldOne], [9, fieldOne])),
  bad(
    'FRAME_MALFORMED',
    'an event of this version and one of a newer',
    twoEvents([9, fieldOne], [17, fieldOne]),
  ),

  bad('EVENT_MISSING', 'an empty frame', new Uint8Array(0)),
  bad(
    'EVENT_MISSING',
    'only an age',
    fields((writer) => writer.uint(1, 5)),
  ),
  bad('EVENT_MISSING', 'field 7 is no event', event(7, fieldOne)),
  bad('EVENT_MISSING', 'field 32 is no event', event(32, fieldOne)),
  bad(
    'EVENT_MISSING',
    'an event is a message, not a number',
    fields((writer) => writer.uint(16, 1)),
  ),
  bad(
    'EVENT_MISSING',
    'a press is a message, not a number',
    fields((writer) => writer.uint(8, 2)),
  ),

  bad(
    'IDENTITY_INVALID',
    'a press without identity',
    fields((writer) => writer.data(8, fields(red))),
  ),
  bad(
    'IDENTITY_INVALID',
    'a boot without identity',
    fields((writer) => writer.data(10, fields(fieldOne))),
  ),
  bad(
    'IDENTITY_INVALID',
    'a fault without identity',
    fields((writer) => writer.data(11, fields(fieldOne))),
  ),
  bad(
    'IDENTITY_INVALID',
    'a battery level without identity',
    fields((writer) => writer.data(12, fields(fieldOne))),
  ),
  bad(
    'IDENTITY_INVALID',
    'mains without identity',
    fields((writer) => writer.data(13, fields(fieldOne))),
  ),
  bad(
    'IDENTITY_INVALID',
    'a command result without identity',
    fields((writer) =>
      writer.data(
        14,
        fields((inner) => {
          inner.uint(1, 9);
          inner.uint(2, 1);
        }),
      ),
    ),
  ),
  bad('IDENTITY_INVALID', 'boot_id 0', identified(0, 1, 8, red)),
  bad('IDENTITY_INVALID', 'seq 0', identified(7, 0, 8, red)),
  bad('IDENTITY_INVALID', 'a boot later than that of the session', identified(8, 1, 8, red)),
  bad('IDENTITY_INVALID', 'the event of a newer device with seq 0', identified(7, 0, 17, fieldOne)),

  bad('ENUM_UNSPECIFIED', 'a press without key', event(8, nothing)),
  bad(
    'ENUM_UNSPECIFIED',
    'a press whose key is 0',
    event(8, (writer) => writtenUint(writer, 1, 0)),
  ),
  bad(
    'ENUM_UNSPECIFIED',
    'a boot without cause',
    event(10, (writer) => writer.text(2, '1.0.0')),
  ),
  bad(
    'ENUM_UNSPECIFIED',
    'a fault without kind',
    event(11, (writer) => writer.uint(2, 1)),
  ),
  bad(
    'ENUM_UNSPECIFIED',
    'a battery without level',
    event(12, (writer) => writer.uint(2, 3_400)),
  ),
  bad('ENUM_UNSPECIFIED', 'mains without state', event(13, nothing)),
  bad(
    'ENUM_UNSPECIFIED',
    'a command result without outcome',
    event(14, (writer) => writer.uint(1, 9)),
  ),

  bad(
    'FIELD_OUT_OF_RANGE',
    'heartbeat.battery_mv 65536',
    heartbeat((w) => w.uint(2, 65_536)),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'heartbeat.battery_percent 101',
    heartbeat((w) => w.uint(3, 101)),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'heartbeat.rssi_dbm 1',
    heartbeat((w) => w.sint(5, 1)),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'heartbeat.rssi_dbm -128',
    heartbeat((w) => w.sint(5, -128)),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'heartbeat.firmware of 33 characters',
    heartbeat((w) => w.text(10, tooLong)),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'heartbeat.firmware of 33 characters that are no ASCII',
    heartbeat((w) => w.data(10, Buffer.from('\u7ea2'.repeat(33)))),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'boot.firmware of 33 characters',
    event(10, (writer) => {
      fieldOne(writer);
      writer.text(2, tooLong);
    }),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'boot.model of 33 characters',
    event(10, (writer) => {
      fieldOne(writer);
      writer.text(3, tooLong);
    }),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'battery.battery_mv 65536',
    event(12, (writer) => {
      fieldOne(writer);
      writer.uint(2, 65_536);
    }),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'battery.battery_percent 101',
    event(12, (writer) => {
      fieldOne(writer);
      writer.uint(3, 101);
    }),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'command_result.command_id 0',
    event(14, (w) => w.uint(2, 1)),
  ),
  bad(
    'FIELD_OUT_OF_RANGE',
    'command_result.detail of 33 characters',
    event(14, (writer) => {
      fieldOne(writer);
      writer.uint(2, 1);
      writer.text(3, tooLong);
    }),
  ),
];
