// The device's codec and protobufjs agree, in both directions, over the whole range of every field.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepFields } from '#firmware/src/service/update-frame.ts';
import { decodeNews, encodeUplink } from '#protocol/device/frames.ts';
import { decodeDownlink } from '#protocol/device/instructions.ts';
import { WireReader, WireWriter } from '#protocol/device/wire.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import { callbutton } from '#protocol/generated/callbutton.js';
import { type DeviceEvent, type Downlink, MAX_UINT32, type Uplink } from '#protocol/messages.ts';
import { decodeLine, encodeLine } from '#protocol/serial.ts';
import { positive, shortText, uint32 } from './support.ts';

type Sent = Exclude<Downlink, { kind: 'unknown' }>;

const SESSION = { bootId: MAX_UINT32, connectNo: 1 };
const identity = fc.record({ bootId: positive, seq: positive });
const key = fc.constantFrom(1 as const, 2 as const);
const enumeration = fc.integer({ min: 1, max: 0x7fffffff });
const millivolts = fc.integer({ min: 0, max: 65_535 });
const percent = fc.integer({ min: 0, max: 100 });
const kind = <K extends string>(name: K) => fc.constant(name);

const event: fc.Arbitrary<DeviceEvent> = fc.oneof(
  fc.record({ kind: kind('press'), key, count: fc.integer({ min: 1, max: 65_535 }) }),
  fc.record({
    kind: kind('heartbeat'),
    uptimeS: uint32,
    batteryMv: millivolts,
    batteryPercent: percent,
    onMains: fc.boolean(),
    rssiDbm: fc.integer({ min: -127, max: 0 }),
    freeVariables: uint32,
    outboxDepth: uint32,
    reconnects: uint32,
    lastError: uint32,
    firmware: shortText,
    configurationRevision: uint32,
    asksReceipt: fc.boolean(),
  }),
  fc.record({ kind: kind('boot'), cause: enumeration, firmware: shortText, model: shortText }),
  fc.record({ kind: kind('fault'), faultKind: enumeration, detail: uint32 }),
  fc.record({
    kind: kind('battery'),
    level: enumeration,
    batteryMv: millivolts,
    batteryPercent: percent,
  }),
  fc.record({ kind: kind('mains'), state: enumeration }),
  fc.record({
    kind: kind('command_result'),
    commandId: positive,
    outcome: enumeration,
    detail: shortText,
  }),
  fc.record({ kind: kind('lost') }),
  fc.record({
    kind: kind('update_status'),
    image: uint32,
    state: enumeration,
    next: uint32,
    detail: shortText,
    running: shortText,
    slot: fc.integer({ min: 0, max: 255 }),
  }),
);

const uplink: fc.Arbitrary<Uplink> = fc
  .record({ ageMs: uint32, ageIsLowerBound: fc.boolean(), test: fc.boolean(), identity, event })
  .map((sent) => {
    const named = !['heartbeat', 'lost', 'update_status'].includes(sent.event.kind);
    return { ...sent, identity: named ? sent.identity : null };
  });

const address = fc.record({
  host: fc.stringMatching(/^[a-z0-9.-]{1,64}$/),
  port: fc.integer({ min: 1, max: 65_535 }),
  tls: fc.boolean(),
});

const news = fc.record({
  openedBy: identity,
  key,
  stage: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 6 as const),
  latest: identity,
});

const action = fc.oneof(
  fc.record({ kind: kind('locate'), seconds: uint32 }),
  fc.record({ kind: kind('self_test') }),
  fc.record({ kind: kind('reboot') }),
  fc.record({
    kind: kind('rotate_key'),
    keyVersion: positive,
    nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  }),
  fc.record({ kind: kind('unknown') }),
);

const name = fc.stringMatching(/^[!-~]{1,32}$/);

const step = fc.oneof(
  fc.record({
    kind: kind('offer'),
    version: name,
    bytes: positive,
    sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    older: fc.boolean(),
    board: name,
  }),
  fc.record({
    kind: kind('chunk'),
    image: uint32,
    offset: fc.integer({ min: 0, max: Math.floor(MAX_UINT32 / 384) }).map((count) => count * 384),
    data: fc.uint8Array({ minLength: 1, maxLength: 384 }),
  }),
  fc.record({
    kind: kind('finish'),
    image: uint32,
    mac: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  }),
  fc.record({ kind: kind('back'), image: uint32 }),
  fc.record({ kind: kind('unknown') }),
);

const downlink: fc.Arbitrary<Sent> = fc.oneof(
  fc.record({
    kind: kind('receipt'),
    answers: positive,
    identity: fc.option(identity),
    result: enumeration,
    reason: fc.integer({ min: 0, max: 0x7fffffff }),
  }),
  fc.record({ kind: kind('progress'), complete: fc.constant(true), calls: fc.array(news) }),
  fc.record({
    kind: kind('progress'),
    complete: fc.boolean(),
    calls: fc.array(news, { minLength: 1 }),
  }),
  fc.record({
    kind: kind('configuration'),
    revision: positive,
    heartbeatS: uint32,
    unreachedAfterS: uint32,
    mainGateway: fc.option(address),
    spareGateway: fc.option(address),
  }),
  fc.record({ kind: kind('command'), commandId: positive, action }),
  fc.record({ kind: kind('update'), step }),
);

const STEP_FIELDS = { offer: 8, chunk: 9, finish: 10, back: 11, unknown: 0 };

describe('codecs', () => {
  it('the gateway reads every uplink as the device wrote it', () => {
    fc.assert(
      fc.property(uplink, (sent) => {
        const frame = Uint8Array.from(encodeUplink(sent));
        expect(decodeUplink(frame, SESSION)).toEqual({ ok: true, value: sent });
      }),
      { numRuns: 1_000 },
    );
  });

  it('the device reads every downlink as the gateway wrote it', () => {
    fc.assert(
      fc.property(downlink, (sent) => {
        expect(decodeDownlink(encodeDownlink(sent))).toEqual(sent);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the device reads every step by its short way as by the long one', () => {
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
    fc.assert(
      fc.property(step, (sent) => {
        const frame = encodeDownlink({ kind: 'update', step: sent });
        const news = decodeNews(frame);
        expect(news).toMatchObject({ kind: 'update_frame', step: STEP_FIELDS[sent.kind] });
        if (sent.kind === 'unknown') return;
        const fields = stepFields(frame, STEP_FIELDS[sent.kind]) ?? [];
        const [, first, second = 0, third = '', older = 0, board] = fields;
        if (sent.kind === 'offer') {
          const { version, bytes, sha256 } = sent;
          expect([first, second, third]).toEqual([version, bytes, text(sha256)]);
          expect([older, board]).toEqual([Number(sent.older), sent.board]);
        } else {
          expect(first ?? 0).toBe(sent.image);
          if (sent.kind === 'chunk')
            expect([second, third]).toEqual([sent.offset, text(sent.data)]);
          if (sent.kind === 'finish') expect(second).toBe(text(sent.mac));
        }
        const others = Object.values(STEP_FIELDS).filter(
          (field) => field !== STEP_FIELDS[sent.kind],
        );
        for (const field of others) expect(stepFields(frame, field)).toBeNull();
      }),
    );
  });

  it('the device writes any sint32 as protobufjs does', () => {
    const sint32 = fc.oneof(
      fc.constantFrom(-0x80000000, -1, 0, 0x7fffffff),
      fc.integer({ min: -0x80000000, max: 0x7fffffff }),
    );
    fc.assert(
      fc.property(sint32, (rssiDbm) => {
        const writer = new WireWriter();
        writer.sint(5, rssiDbm);
        expect(Uint8Array.from(writer.bytes)).toEqual(
          Uint8Array.from(callbutton.v1.Heartbeat.encode({ rssiDbm }).finish()),
        );
      }),
    );
  });

  it('the device reads any uint32 as protobufjs wrote it', () => {
    fc.assert(
      fc.property(uint32, (uptimeS) => {
        const bytes = callbutton.v1.Heartbeat.encode({ uptimeS }).finish();
        const reader = new WireReader(bytes, 0, bytes.length);
        expect(reader.next() ? reader.value : 0).toBe(uptimeS);
      }),
    );
  });

  it('any words of Unicode text come back from a serial line that is not too long', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(words, (sent) => {
        const line = encodeLine(sent);
        if (line.ok) expect(decodeLine(line.value)).toEqual({ ok: true, value: sent });
        else expect(['LINE_TOO_LONG', 'LINE_MALFORMED']).toContain(line.error.code);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a serial line is 7-bit printable ASCII with one LF at its end', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(word, (sent) => {
        const line = encodeLine([sent]);
        expect(line.ok && /^\$[!-#&-)+-~%]+\*[0-9A-F]{4}\n$/.test(line.value)).toBe(true);
      }),
    );
  });
});
