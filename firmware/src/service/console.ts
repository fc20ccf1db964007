// The console's conversation: one request, one answer; a repeated request is answered again and not carried out twice.
// What is asked most, and when memory is short, is answered here; other scripts are loaded for the rest.
import { decodeLine, encodeLine } from '#protocol/device/serial-line.ts';
import { KEY_GREEN } from '#protocol/messages.ts';
import type { Console, ConsolePart, Talk } from '../core/console.ts';
import { type ConsoleAnswer, refused } from './console-answer.ts';
import { greeting, stateOf } from './console-state.ts';

/** Nothing heard for so long, in ms: the conversation is over, with its proof and its draft. */
const SILENCE_MS = 300000;

/** How long after a start a held green key stands for the proof, in ms. */
const AT_HAND_MS = 60000;

/** How long an answer has to leave the port before the restart, in ms. */
const LEAVE_MS = 500;

/** These reveal and change nothing. Everything else needs a proof when the device has a key. */
const FREE = ['hello', 'state', 'slots', 'board', 'auth'];

/** Free variables that a part must find beside this script, itself and what it works with: measured, and some to spare. */
const PART_ROOM = 250;
const WRITE_ROOM = 450;

/** The answer to one line. What can't be read gets none: nobody would know to what. Never throws. */
export function answerLine(console: Console, line: string): string {
  const read = decodeLine(line);
  if (!read.ok) return '';
  const words = read.value;
  const name = words[1];
  // Its own answers may come back, from a terminal that echoes.
  if (name === undefined || name === 'ok' || name === 'error') return '';
  // 1 to 999999999.
  if (!/^[1-9][0-9]*$/.test(words[0] as string) || (words[0] as string).length > 9) return '';
  const number = parseInt(words[0] as string, 10);
  const now = console.hal.now();
  if (console.talk && now - console.talk.heardAt > SILENCE_MS) console.talk = null;
  if (console.talk) console.talk.heardAt = now;
  const request = words.join('\n');
  return answerOf(console, number, request, words.slice(1));
}

function answerOf(console: Console, number: number, request: string, words: string[]): string {
  const isHello = words[0] === 'hello';
  let talk = console.talk;
  if (isHello && (!talk || talk.nonce !== words[1])) {
    talk = begin(console, words);
    if (!talk) return lineOf(number, refused('REQUEST_MALFORMED', 'hello NONCE'));
    console.talk = talk;
  }
  if (!talk) return lineOf(number, refused('NO_HELLO', ''));
  if (number === talk.number) {
    return request === talk.request ? talk.answer : lineOf(number, refused('NUMBER_REUSED', ''));
  }
  if (number < talk.number) return lineOf(number, refused('NUMBER_OLD', ''));
  talk.number = number;
  talk.request = request;
  talk.answer = '';
  talk.answer = lineOf(number, isHello ? greeting(console, talk) : permitted(console, talk, words));
  return talk.answer;
}

/** A new conversation; null for a bad nonce. The one before, its proof and its draft are forgotten. */
function begin(console: Console, words: string[]): Talk | null {
  const nonce = words[1];
  if (words.length !== 2 || !nonce || nonce.length < 8 || nonce.length > 32) return null;
  const challenge = new Uint8Array(16);
  for (let i = 0; i < 16; i++) challenge[i] = Math.floor(console.hal.random() * 256);
  return {
    nonce: nonce,
    challenge: challenge,
    proven: false,
    number: 0,
    request: '',
    answer: '',
    heardAt: console.hal.now(),
    word: '',
    draft: {},
  };
}

function permitted(console: Console, talk: Talk, words: string[]): ConsoleAnswer {
  const name = words[0] as string;
  if (console.finished && name !== 'restart') return refused('FINISHED', 'restart');
  const isFree = !console.device || talk.proven || FREE.includes(name) || console.finished;
  if (!isFree) {
    // Whoever holds the green key down within 60 s of a start has the device in hand.
    const isAtHand = console.hal.keyDown(KEY_GREEN) && console.hal.now() < AT_HAND_MS;
    if (name !== 'reset' || !isAtHand) return refused('PROOF_REQUIRED', name);
  }
  switch (name) {
    case 'state':
      return stateOf(console);
    case 'restart':
      restart(console);
      return ['ok'];
    case 'auth':
      return carryOut(console, 'cbproof', PART_ROOM, words);
    case 'set':
    case 'get':
      return carryOut(console, 'cbdraft', PART_ROOM, words);
    case 'check':
      return carryOut(console, 'cbcheck', WRITE_ROOM, words);
    case 'commit': {
      // First what isn't right, with nothing touched; the settings that are right then stand in the answer.
      const checked = carryOut(console, 'cbcheck', WRITE_ROOM, words);
      if (checked[0] !== 'ok') return checked;
      return carryOut(console, 'cbwrite', WRITE_ROOM, words.concat(checked));
    }
    case 'reset':
      return carryOut(console, 'cbwrite', WRITE_ROOM, words);
    case 'test':
      return carryOut(console, 'cbtest', PART_ROOM, words);
    case 'slots':
    case 'back':
      return carryOut(console, 'cbslots', PART_ROOM, words);
    case 'board':
    case 'prompt':
      return carryOut(console, 'cbboard', PART_ROOM, words);
  }
  return refused('REQUEST_UNKNOWN', '');
}

function carryOut(console: Console, script: string, room: number, words: string[]): ConsoleAnswer {
  const loaded = console.load(script, room);
  // Presses that wait have the memory, or the script was never written to this board.
  if (!loaded) return refused('BUSY', words[0] as string);
  return (loaded.service as ConsolePart).carryOut(console, words);
}

function restart(console: Console): void {
  const device = console.device;
  const hal = console.hal;
  hal.after(LEAVE_MS, () => {
    if (device) device.stop();
    hal.restart();
  });
}

function lineOf(number: number, answer: ConsoleAnswer): string {
  return encodeLine(['' + number].concat(answer));
}
