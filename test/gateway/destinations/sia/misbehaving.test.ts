// Receivers as they are: each way to misbehave, and what it counts as. Only a well-formed ACK of the message is taken.
import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { frame } from './receiver.ts';
import { KEY, offer, Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await new Setting().start();
});
afterEach(() => setting.stop());

/** What comes of a press to a receiver that answers with these bytes, and leaves the connection open. */
async function answeredWith(...pieces: (string | Buffer)[]): Promise<Outcome> {
  setting.main.answer = (socket) => {
    for (const piece of pieces) socket.write(piece);
  };
  return await offer(setting.destination());
}

describe('an answer is no acceptance, and the press is offered again', () => {
  const broken = (detail: string) => ({ kind: 'failed', code: 'BROKEN', detail });
  const none = broken('an answer that is none of DC-09');
  const ack = '"ACK"0001R0L0#ABC[]';
  const touched = frame(ack);
  touched[12] = 0x43;

  it.each<[what: string, bytes: string | Buffer, outcome: object]>([
    [
      'LF and CR alone, to a damaged message',
      '\n\r',
      broken('an empty answer: the message arrived damaged'),
    ],
    ['"NAK" without a frame', '"NAK"', { kind: 'failed', code: 'REFUSED', detail: 'NAK' }],
    ['"ACK" without a frame', '"ACK"', broken('an answer without a frame')],
    [
      'NAK, which tells no time',
      frame('"NAK"0000R0L0A0[]'),
      { kind: 'failed', code: 'REFUSED', detail: 'NAK' },
    ],
    ['"None" where the receiver number belongs', frame('"ACK"0001NoneL0#ABC[]'), none],
    ['the ACK of another receiver', frame('"ACK"0001R7L0#ABC[]'), none],
    ['the ACK of another account', frame('"ACK"0001R0L0#ABD[]'), none],
    ['an ACK without an account', frame('"ACK"0001R0L0'), none],
    ['an encrypted ACK to what was plain', frame('"*ACK"0001R0L0#ABC[]'), none],
    ['an ACK with a wrong checksum', touched, broken('an answer with a wrong checksum')],
    [
      'an ACK of another length than it says',
      frame(ack).toString().replace('\r', 'x\r'),
      broken('an answer of another length than it says'),
    ],
    [
      'an ACK in small letters',
      frame(ack).toString().toLowerCase(),
      broken('an answer with a malformed header'),
    ],
    ['a frame of something else', frame('"RSP"0001R0L0#ABC[P]'), none],
    ['a page of the web', 'HTTP/1.1 200 OK\r\n\r\n', broken('an answer without a frame')],
    ['bytes without an end', `\n${'A'.repeat(10_000)}`, broken('an answer without an end')],
    [
      'a flood of answers to other messages',
      Buffer.concat(Array.from({ length: 40 }, () => frame('"ACK"0777R0L0#ABC[]'))),
      broken('answers of other messages only'),
    ],
  ])('%s', async (_, bytes, outcome) => {
    expect(await answeredWith(bytes)).toEqual(outcome);
  });

  it('"NAK" without a frame, in pieces', async () => {
    expect(await answeredWith('"N', 'AK', '"')).toMatchObject({ detail: 'NAK' });
  });

  it('the end of the connection', async () => {
    setting.main.answer = (socket) => socket.end();
    expect(await offer(setting.destination())).toEqual(
      broken('the connection ended without an answer'),
    );
  });

  it('half an ACK, then the end of the connection', async () => {
    setting.main.answer = (socket) => socket.end(frame(ack).subarray(0, 15));
    expect(await offer(setting.destination())).toEqual(
      broken('the connection ended without an answer'),
    );
  });

  it('a connection that is torn', async () => {
    setting.main.answer = (socket) => socket.resetAndDestroy();
    expect(await offer(setting.destination())).toEqual(
      broken('the connection ended without an answer: ECONNRESET'),
    );
  });

  it('half an ACK, and then nothing', async () => {
    setting.main.answer = (socket) => socket.write(frame(ack).subarray(0, 15));
    const outcome = offer(setting.destination());
    await setting.main.when(({ arrived }) => arrived.length === 1);
    await setting.clock.advance(10_000);
    expect(await outcome).toEqual({ kind: 'failed', code: 'TIMEOUT', detail: 'no answer in time' });
  });

  it('one byte a second, which takes longer than an answer may', async () => {
    const wire = frame(ack);
    let sent = 0;
    setting.main.answer = (socket) => {
      const more = () => {
        socket.write(wire.subarray(sent, ++sent));
        if (sent < wire.length) setting.clock.after(1_000, more);
      };
      more();
    };
    const outcome = offer(setting.destination());
    await setting.main.when(({ arrived }) => arrived.length === 1);
    await setting.clock.advance(60_000);
    expect(await outcome).toMatchObject({ kind: 'failed', code: 'TIMEOUT' });
    expect(sent).toBeGreaterThanOrEqual(10);
  });

  it('nothing at all', async () => {
    setting.main.answer = () => {};
    const outcome = offer(setting.destination());
    await setting.main.when(({ arrived }) => arrived.length === 1);
    await setting.clock.advance(10_000);
    expect(await outcome).toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('an ACK', () => {
  it('is taken in pieces of one byte', async () => {
    const wire = frame('"ACK"0001R0L0#ABC[]');
    expect(await answeredWith(...[...wire].map((byte) => Buffer.from([byte])))).toEqual({
      kind: 'accepted',
    });
  });

  it('is taken after those of earlier messages that come late', async () => {
    const late = [frame('"ACK"9999R0L0#ABC[]'), frame('"DUH"9998R0L0#ABC[]')];
    expect(await answeredWith(...late, frame('"ACK"0001R0L0#ABC[]'))).toEqual({ kind: 'accepted' });
  });

  it('of an earlier message alone is none', async () => {
    setting.main.answer = (socket) => socket.end(frame('"ACK"9999R0L0#ABC[]'));
    expect(await offer(setting.destination())).toMatchObject({ kind: 'failed', code: 'BROKEN' });
  });

  it('that is plain counts for nothing when the message was encrypted: whoever listens could have written it', async () => {
    const destination = setting.encrypted();
    setting.main.answer = (socket) => socket.write(frame('"ACK"0001R0L0#ABC[]'));
    expect(await offer(destination)).toMatchObject({ kind: 'failed', code: 'BROKEN' });
  });

  it('of another key counts for nothing', async () => {
    const destination = setting.encrypted();
    setting.main.answer = (socket, message) => {
      setting.main.key = Buffer.alloc(16, 9);
      socket.write(setting.main.ack(message));
    };
    expect(await offer(destination)).toMatchObject({ kind: 'failed', code: 'BROKEN' });
  });
});

describe('the sequence number', () => {
  it('stays while a message is offered again, and is another once it was taken over', async () => {
    const { main } = setting;
    const destination = setting.destination();
    main.answer = (socket) => socket.end();
    await offer(destination);
    await offer(destination);
    main.answer = (socket, message) => socket.write(main.ack(message));
    await offer(destination);
    await offer(destination);
    expect(main.arrived.map(({ sequence }) => sequence)).toEqual(['0001', '0001', '0001', '0002']);
  });
});

describe('a receiver whose clock is another', () => {
  const HOUR = 3_600_000;

  for (const [what, key] of [
    ['plain', undefined],
    ['encrypted', KEY],
  ] as const) {
    it(`says NAK with its time, and is told once more at once, by its own clock (${what})`, async () => {
      const { main, clock } = setting;
      const destination = key ? setting.encrypted(key) : setting.destination();
      main.utc = () => clock.utc() + HOUR;
      // The standard's tolerance: 40 s behind, 20 s before.
      main.answer = (socket, message) => {
        const [, time = ''] = /_(.*)$/.exec(message.content) ?? [];
        socket.write(time === '04:04:05,01-02-2026' ? main.ack(message) : main.nak());
      };
      expect(await offer(destination)).toEqual({ kind: 'accepted' });
      expect(main.arrived.map(({ content }) => content.split('_')[1])).toEqual([
        '03:04:05,01-02-2026',
        '04:04:05,01-02-2026',
      ]);
      // It is the same message, and keeps its number.
      expect(main.arrived.map(({ sequence }) => sequence)).toEqual(['0001', '0001']);
      expect(await offer(destination)).toEqual({ kind: 'accepted' });
      expect(main.arrived).toHaveLength(3);
    });
  }

  it('that says NAK again is not asked a third time', async () => {
    const { main } = setting;
    main.answer = (socket) => socket.write(main.nak());
    expect(await offer(setting.destination())).toEqual({
      kind: 'failed',
      code: 'REFUSED',
      detail: 'NAK',
    });
    expect(main.arrived).toHaveLength(2);
  });

  it('may say NAK twice to one message: the second is not taken for the answer to the repetition', async () => {
    const { main } = setting;
    main.answer = (socket, message) => {
      const isFirst = main.arrived.length === 1;
      socket.write(isFirst ? Buffer.concat([main.nak(), main.nak()]) : main.ack(message));
    };
    expect(await offer(setting.destination())).toEqual({ kind: 'accepted' });
  });
});

describe('a receiver that says DUH', () => {
  it('is told in the other format, with another number', async () => {
    const { main } = setting;
    main.answer = (socket, message) =>
      socket.write(message.token === 'ADM-CID' ? main.duh(message) : main.ack(message));
    expect(await offer(setting.destination())).toEqual({ kind: 'accepted' });
    expect(
      main.arrived.map(({ token, sequence, content }) => [token, sequence, content.split(']')[0]]),
    ).toEqual([
      ['ADM-CID', '0001', '#ABC|1101 00 001'],
      ['SIA-DCS', '0002', '#ABC|NQA001'],
    ]);
  });

  it('to both formats will never take it', async () => {
    const { main } = setting;
    main.answer = (socket, message) => socket.write(main.duh(message));
    expect(await offer(setting.destination())).toEqual({
      kind: 'refused',
      code: 'REFUSED',
      detail: 'DUH',
    });
  });

  it('encrypted or plain, to an encrypted message, is understood', async () => {
    const { main } = setting;
    const destination = setting.encrypted();
    main.answer = (socket, message) => socket.write(main.duh(message));
    expect(await offer(destination)).toMatchObject({ kind: 'refused', detail: 'DUH' });
  });
});

describe('a host that has a name', () => {
  const withHost = (lookup: () => Promise<LookupAddress[]>) => {
    const { port } = setting.main.address;
    return setting.destination({
      receiver: { host: 'arc.test', port },
      hosts: new HostLookup(lookup),
    });
  };

  it('is found by the look-up that all destinations share', async () => {
    const found = async () => [{ address: '127.0.0.1', family: 4 }];
    expect(await offer(withHost(found))).toEqual({ kind: 'accepted' });
  });

  it('that nobody knows is UNREACHABLE, with the code of the system', async () => {
    const fail = () => Promise.reject(Object.assign(new Error('arc.test'), { code: 'ENOTFOUND' }));
    expect(await offer(withHost(fail))).toEqual({
      kind: 'failed',
      code: 'UNREACHABLE',
      detail: 'ENOTFOUND',
    });
  });
});
