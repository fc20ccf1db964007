// `call-button platform`: the stand-in platform by itself, to try a route with, and what the gateway needs to reach it.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { readSecret } from '#gateway/config/index.ts';
import { PRESS_EVENT_TYPE, type PressEvent } from '#gateway/destinations/event.ts';
import { GatewayError } from '#gateway/domain/errors.ts';
import { reasonOf } from '#gateway/domain/reason.ts';
import { languageOf } from '#gateway/messages/language.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import { isThere, writeDurably } from '#gateway/system/durable.ts';
import { asRunHere } from '#gateway/system/run-here.ts';
import type { PlatformMode } from '../plan.ts';
import { StandInPlatform } from '../platform.ts';
import { PLATFORM } from './texts.ts';

export interface PlatformCommandOptions {
  port: number;
  secretFile: string;
  /** Where it reports, such as http://127.0.0.1:8080. */
  gateway: URL;
  hang?: true;
  /** Milliseconds. */
  slow?: number;
  status?: number;
  /** Milliseconds; false: nobody telephones back. */
  answer: number | false;
  lang?: 'en' | 'zh';
}

/** Until a signal. Errors: ADDRESS_UNAVAILABLE, SECRET_INVALID. */
export async function runPlatform(options: PlatformCommandOptions): Promise<void> {
  const texts = textsIn(PLATFORM, languageOf(process.env, options.lang));
  const say = (line: string) => void process.stdout.write(`${asRunHere(line)}\n`);
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const file = resolve(options.secretFile);
  if (!(await isThere(file))) await writeDurably(file, `${newSecret()}\n`);
  const secret = await readSecret('--secret-file', { file });
  const mode = modeOf(options);
  const { answer, gateway, port } = options;
  const answerAfterMs = answer === false ? undefined : () => answer;
  const platform = new StandInPlatform({
    secret,
    ...(answerAfterMs && { answerAfterMs }),
    onHeard: (event) => say(heardText(event, mode, texts)),
    onReport: (callId, status) => say(texts.reported(callId, status)),
  });
  platform.reportTo(gateway.origin);
  await platform.setMode(mode);
  const url = await platform.start(port).catch((error) => {
    throw new GatewayError('ADDRESS_UNAVAILABLE', PLATFORM.portTaken(port, reasonOf(error.cause)));
  });
  say(texts.start({ url, secret: file }));
  say(`\n${behaviourText(mode, texts)}`);
  if (mode.mode !== 'hang') {
    say(answer === false ? texts.callsNobody : texts.callsBack(answer / 1_000, gateway.origin));
  }
  await ended;
  await platform.stop();
}

/** 32 random bytes, as Standard Webhooks write a secret. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function modeOf({ hang, slow, status }: PlatformCommandOptions): PlatformMode {
  if (hang) return { mode: 'hang' };
  if (status !== undefined) return { mode: 'status', status };
  return slow === undefined ? { mode: 'well' } : { mode: 'slow', delayMs: slow };
}

type Texts = ReturnType<typeof textsIn<typeof PLATFORM>>;

function behaviourText(mode: PlatformMode, texts: Texts): string {
  switch (mode.mode) {
    case 'hang':
      return texts.behaves.hang;
    case 'slow':
      return texts.slow(mode.delayMs / 1_000);
    case 'status':
      return texts.status(mode.status);
    default:
      return texts.behaves.well;
  }
}

/** Never a name, address or telephone number: a terminal is a log. */
function heardText(event: PressEvent | undefined, mode: PlatformMode, texts: Texts): string {
  if (event === undefined) return texts.forged;
  const status = answerOf(mode, texts);
  if (event.type !== PRESS_EVENT_TYPE) return texts.noticed(event.type, status);
  const { key, device_id: deviceId, test: isTest } = event.data;
  return texts.pressed({ key, deviceId, isTest, status });
}

function answerOf(mode: PlatformMode, texts: Texts): string {
  if (mode.mode === 'hang') return texts.noAnswer;
  return mode.mode === 'status' ? `${mode.status}` : '200';
}
