// One message on a connection of its own, and the answer to it. Many may run at one time; none waits for another.

import { connect, type LookupFunction, type Socket } from 'node:net';
import type { Clock } from '../../domain/ports/clock.ts';
import { OUTCOMES } from '../../messages/route-test.ts';
import { type Asked, type ReceiverAnswer, readAnswer } from './answer.ts';
import { FrameReader, frameOf, type Read } from './frame.ts';

export interface Address {
  host: string;
  port: number;
}

export interface ReceiverAccess {
  address: Address;
  lookup: LookupFunction;
  clock: Pick<Clock, 'after'>;
}

export type Reply =
  | Exclude<ReceiverAnswer, { kind: 'other' | 'malformed' }>
  | { kind: 'failed'; code: 'UNREACHABLE' | 'TIMEOUT' | 'BROKEN'; detail: string };

/** How long a receiver may take from the connection attempt to the end of its answer. */
export const ANSWER_MS = 10_000;
/** Frames of other messages that are passed over before the right one; more are a flood. */
const MAX_OTHERS = 16;

const GAVE_UP: Reply = { kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.gaveUp.en };

/** Sends one frame with `body`. Never rejects, and leaves no connection behind. */
export function exchange(
  line: ReceiverAccess,
  body: string,
  asked: Asked,
  signal: AbortSignal,
): Promise<Reply> {
  if (signal.aborted) return Promise.resolve(GAVE_UP);
  return new Promise((resolve) => {
    const socket = connect({ ...line.address, lookup: line.lookup, noDelay: true });
    const end = (reply: Reply) => {
      cancel();
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(reply);
    };
    const giveUp = () => end(GAVE_UP);
    const cancel = line.clock.after(ANSWER_MS, () => {
      end({ kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.noAnswerInTime.en });
    });
    signal.addEventListener('abort', giveUp);
    // One piece: there are receivers that take what one read brings for the message.
    socket.once('connect', () => socket.write(frameOf(body)));
    listen(socket, asked, end);
  });
}

function listen(socket: Socket, asked: Asked, end: (reply: Reply) => void): void {
  const reader = new FrameReader();
  let isConnected = false;
  let strayAnswers = 0;
  socket.once('connect', () => {
    isConnected = true;
  });
  socket.on('data', (chunk: Buffer) => {
    for (const read of reader.push(chunk)) {
      const reply = replyOf(read, asked);
      if (reply) return end(reply);
      if (++strayAnswers > MAX_OTHERS) return end(broken('answers of other messages only'));
    }
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const code = error.code ?? error.name;
    if (isConnected) end(broken(`the connection ended without an answer: ${code}`));
    else end({ kind: 'failed', code: 'UNREACHABLE', detail: code });
  });
  socket.once('close', () => end(broken('the connection ended without an answer')));
}

/** Undefined: the answer may still come. */
function replyOf(read: Read, asked: Asked): Reply | undefined {
  if (read.kind === 'broken') return broken(read.why);
  if (read.kind === 'bare nak') return { kind: 'nak' };
  if (read.kind === 'empty') return broken('an empty answer: the message arrived damaged');
  const answer = readAnswer(read.body, asked);
  if (answer.kind === 'other') return undefined;
  return answer.kind === 'malformed' ? broken('an answer that is none of DC-09') : answer;
}

function broken(detail: string): Reply {
  return { kind: 'failed', code: 'BROKEN', detail };
}
