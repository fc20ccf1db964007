// A stream cut anywhere comes out as the packets that went in.
import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { expect, it } from 'vitest';
import { takePackets } from '#simulator/torture/packets.ts';

const publish = fc.uint8Array({ maxLength: 400 }).map((payload) =>
  generate({
    cmd: 'publish',
    topic: 'a',
    payload: Buffer.from(payload),
    qos: 1,
    messageId: 1,
    dup: false,
    retain: false,
  }),
);

it('returns every packet of a stream, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(publish), fc.array(fc.integer({ min: 1, max: 60 })), (packets, cuts) => {
      const stream = Buffer.concat(packets);
      const found: Buffer[] = [];
      let rest: Buffer = Buffer.alloc(0);
      let from = 0;
      for (let turn = 0; from < stream.length; turn++) {
        const to = from + (cuts[turn % Math.max(cuts.length, 1)] ?? stream.length);
        const taken = takePackets(Buffer.concat([rest, stream.subarray(from, to)]));
        found.push(...taken.packets);
        rest = taken.rest;
        from = to;
      }
      expect(Buffer.concat(found).equals(stream)).toBe(true);
      expect(found.map(({ length }) => length)).toEqual(packets.map(({ length }) => length));
      expect(rest).toHaveLength(0);
    }),
  );
});

it('waits for the rest of a packet', () => {
  const ping = generate({ cmd: 'pingreq' });
  const { packets, rest } = takePackets(Buffer.concat([ping, ping.subarray(0, 1)]));
  expect(packets).toEqual([ping]);
  expect(rest).toEqual(ping.subarray(0, 1));
});
