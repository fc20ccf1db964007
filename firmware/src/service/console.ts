// The console's conversation: one request, one answer; a repeated request is answered again and not carried out twice.
import { decodeLine, encodeLine } from '#protocol/device/serial-line.ts';
import { KEY_GREEN } from '#protocol/messages.ts';
import type { Console, Talk } from '../core/console.ts';
import { type Answer, refused } from './console-answer.ts';
import { isProof } from './console-proof.ts';
import { carryOut, greeting } from './console-requests.ts';
import { loadSettings } from './settings-store.ts';

/** Nothing heard for so long, in ms: the conversation is over, with its proof and its draft. */
const SILENCE_MS = 300000;

/** So long after a start a held green key stands for the proof, in ms. */
const AT_HAND_MS = 60000;

/** These reveal and change nothing. Everything else needs a proof when the device has a key. */
const FREE = ['hello', 'state', 'auth'];

/** The answer to one line. What can't be read gets none: nobody would know to what. Never throws. */
export function answerLine(console: Console, line: string): string {
  const read = decodeLine(line);
  if (!read.ok) return '';
  const words = read.value;
  const name = words[1];
  // Its own answers may come back, from a terminal that echoes.
  if (name === undefined || name === 'ok' || name === 'error') return '';
  const number = numberOf(words[0] as string);
  if (number === 0) return '';
  const now = console.hal.now();
  if (console.talk && now - console.talk.heardAt > SILENCE_MS) console.talk = null;
  if (console.talk) console.talk.heardAt = now;
  const request = words.join('\n');
  return answerOf(console, number, request, words.slice(1));
}

/** 1 to 999999999, or 0 for anything else. */
function numberOf(text: string): number {
  if (text.length > 9 || !/^[1-9][0-9]*$/.test(text)) return 0;
  return parseInt(text, 10);
}

function answerOf(console: Console, number: number, request: string, words: string[]): string {
  const talk = console.talk;
  if (words[0] === 'hello') {
    if (!talk || talk.nonce !== words[1]) return begin(console, number, request, words);
  } else if (!talk) {
    return lineOf(number, refused('NO_HELLO', ''));
  }
  if (!talk) return '';
  if (number === talk.number) {
    return request === talk.request ? talk.answer : lineOf(number, refused('NUMBER_REUSED', ''));
  }
  if (number < talk.number) return lineOf(number, refused('NUMBER_OLD', ''));
  talk.number = number;
  talk.request = request;
  talk.answer = '';
  talk.answer = lineOf(number, permitted(console, talk, words));
  return talk.answer;
}

/** A new conversation. The one before, its proof and its draft are forgotten. */
function begin(console: Console, number: number, request: string, words: string[]): string {
  const nonce = words[1];
  if (words.length !== 2 || !nonce || nonce.length < 8 || nonce.length > 32) {
    return lineOf(number, refused('REQUEST_MALFORMED', 'hello NONCE'));
  }
  const challenge = new Uint8Array(16);
  for (let i = 0; i < 16; i++) challenge[i] = Math.floor(console.hal.random() * 256);
  const talk: Talk = {
    nonce: nonce,
    challenge: challenge,
    proven: false,
    number: number,
    request: request,
    answer: '',
    heardAt: console.hal.now(),
    word: '',
    draft: {},
  };
  console.talk = talk;
  talk.answer = lineOf(number, greeting(console, talk));
  return talk.answer;
}

function permitted(console: Console, talk: Talk, words: string[]): Answer {
  const name = words[0] as string;
  const stored = loadSettings(console.hal);
  if (name === 'hello') return greeting(console, talk);
  if (console.finished && name !== 'restart') return refused('FINISHED', 'restart');
  if (name === 'auth') {
    if (stored && !isProof(console, talk, stored, words[1])) return refused('PROOF_WRONG', '');
    talk.proven = true;
    return ['ok'];
  }
  const free = !stored || talk.proven || FREE.includes(name) || console.finished;
  if (!free && !(name === 'reset' && isAtHand(console))) return refused('PROOF_REQUIRED', name);
  return carryOut(console, talk, stored, words);
}

/** Whoever holds the green key down within 60 s of a start has the device in hand. */
function isAtHand(console: Console): boolean {
  return console.hal.keyDown(KEY_GREEN) && console.hal.now() < AT_HAND_MS;
}

function lineOf(number: number, answer: Answer): string {
  return encodeLine(['' + number].concat(answer));
}
