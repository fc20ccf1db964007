// The line to the flows: whatever comes is taken in whole lines, checked, and limited.
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allowance } from '#gateway/flows/allowance.ts';
import { FlowChannel } from '#gateway/flows/channel.ts';
import type { FromChild } from '#gateway/flows/messages.ts';

const PONG = { tell: 'pong' } as const;

/** The child's end is what is pushed and what was written. */
class Pipe extends Duplex {
  readonly written: string[] = [];
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk.toString());
    this.emit('told');
    done();
  }
}

function lineWith({ messages = 100, bytes = 1 << 22 } = {}) {
  const pipe = new Pipe();
  const came: FromChild[] = [];
  let floods = 0;
  const line = new FlowChannel({
    socket: pipe,
    messages: new Allowance({ perSecond: 0, burst: messages }, { monotonic: () => 0 }),
    bytes: new Allowance({ perSecond: 0, burst: bytes }, { monotonic: () => 0 }),
    onMessage: (message) => came.push(message),
    onFlood: () => {
      floods += 1;
    },
  });
  /** As it comes from the process. */
  const say = (text: string | Buffer) => void pipe.emit('data', Buffer.from(text));
  return { pipe, line, came, say, floods: () => floods };
}

describe('what the flows say', () => {
  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 20 }), (cuts) => {
        const { came, say, floods } = lineWith();
        const messages: FromChild[] = [
          PONG,
          { tell: 'listeners', count: 2, anew: false },
          { tell: 'ask', id: 1, name: '王' } as FromChild,
        ];
        const bytes = Buffer.from(`${JSON.stringify(messages)}\n${JSON.stringify([PONG])}\n`);
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b)];
        for (const [index, place] of places.entries()) {
          say(bytes.subarray(place, places[index + 1] ?? bytes.length));
        }
        expect(came).toEqual([...messages, PONG]);
        expect(floods()).toBe(0);
      }),
    );
  });

  for (const [what, text] of [
    ['is no JSON', 'hello\n'],
    ['is no list', '{"tell":"pong"}\n'],
    ['is no message', '[{"tell":"rules"}]\n'],
    ['has a wrong field', '[{"tell":"listeners","count":-1}]\n'],
    ['names somebody where a code belongs', '[{"tell":"no_editor","reason":"Maria 3"}]\n'],
    ['is longer than a line may be', 'x'.repeat((1 << 20) + 1)],
  ] as const) {
    it(`ends the line when it ${what}, and nothing more is taken`, () => {
      const { came, say, pipe, floods } = lineWith();
      say(text);
      say('[{"tell":"pong"}]\n');
      expect(floods()).toBe(1);
      expect(came).toEqual([]);
      expect(pipe.destroyed).toBe(true);
    });
  }

  it('ends the line when it is one message too many', () => {
    const { came, say, floods } = lineWith({ messages: 3 });
    say(`${JSON.stringify([PONG, PONG, PONG])}\n`);
    expect(floods()).toBe(0);
    say(`${JSON.stringify([PONG, PONG])}\n`);
    expect(floods()).toBe(1);
    expect(came).toHaveLength(3);
  });

  it('may be more after deliveries: a storm of presses is no flood', () => {
    const { came, line, say, floods } = lineWith({ messages: 3 });
    for (let id = 0; id < 2; id++) line.tell({ tell: 'deliver', id, destination: 'd', event: {} });
    say(`${JSON.stringify(Array(19).fill(PONG))}\n`);
    expect(floods()).toBe(0);
    say(`${JSON.stringify([PONG])}\n`);
    expect(floods()).toBe(1);
    expect(came).toHaveLength(19);
  });

  it('ends the line when it is one byte too many, whether or not it is a message', () => {
    const { say, floods } = lineWith({ bytes: 10 });
    say('x'.repeat(10));
    expect(floods()).toBe(0);
    say('x');
    expect(floods()).toBe(1);
  });
});

describe('what the gateway says', () => {
  it('of one turn goes out together, red first', async () => {
    const { line, pipe } = lineWith();
    const deliver = (id: number) => ({ tell: 'deliver', id, destination: 'd', event: {} }) as const;
    line.tell(deliver(1));
    line.tell(deliver(2), 'red');
    line.tell(deliver(3));
    line.tell(deliver(4), 'red');
    await once(pipe, 'told');
    const [batch] = pipe.written.map((text) => JSON.parse(text));
    expect(batch.map(({ id }: { id: number }) => id)).toEqual([2, 4, 1, 3]);
    expect(pipe.written).toHaveLength(1);
  });
});

describe('an allowance', () => {
  it('keeps what was granted, up to eight times what is allowed at once, and time adds none to it', () => {
    let now = 0;
    const allowance = new Allowance({ perSecond: 10, burst: 5 }, { monotonic: () => now });
    allowance.grant(1_000);
    now = 60_000;
    expect(Array.from({ length: 50 }, () => allowance.take(1)).filter(Boolean)).toHaveLength(40);
  });

  it('comes back with time, and never more than is allowed at once', () => {
    let now = 0;
    const allowance = new Allowance({ perSecond: 10, burst: 5 }, { monotonic: () => now });
    expect(Array.from({ length: 6 }, () => allowance.take(1))).toEqual([
      ...Array(5).fill(true),
      false,
    ]);
    now = 200;
    expect(allowance.take(1)).toBe(true);
    expect(allowance.take(1)).toBe(false);
    now = 60_000;
    expect(Array.from({ length: 6 }, () => allowance.take(1)).filter(Boolean)).toHaveLength(5);
  });
});
