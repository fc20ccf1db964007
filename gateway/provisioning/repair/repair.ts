// `--repair`: erases the board's Storage and writes the firmware anew over the interpreter's prompt. The log's pages, with
// the boot counter and the presses that wait, are never touched.
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { areasIn, type FlashLayout, judgeBoard, layoutOf } from '../board.ts';
import { Conversation } from '../cable/conversation.ts';
import type { SerialLine } from '../cable/serial-line.ts';
import type { AdminClient } from '../client/api.ts';
import { Failure, failureOf } from '../failure.ts';
import { pause } from '../pace.ts';
import type { Texts } from '../view/texts.ts';
import type { World } from '../world.ts';
import { Prompt } from './prompt.ts';

/** Bytes of a script in one line of at most 256. */
const CHUNK_BYTES = 96;
/** Of flash that one line erases: a page takes 50 ms typically, and 400 at worst. */
const ERASED_BYTES = 0x8000;
const ERASED_WITHIN_MS = 10_000;
/** The firmware gives the prompt half a second after its answer. */
const PROMPT_MS = 1_000;

/**
 * Writes a piece only when it has arrived whole, and only once: Storage takes no byte twice. 1 when it stands there, 0
 * when it has to come again, 2 when flash did not take it.
 */
const PUT =
  'w=function(n,o,z,c,d){d=atob(d);if((E.CRC32(d)>>>0)!=c)return 0;' +
  'if(S.read(n,o,d.length)!=d)S.write(n,d,o,z);return S.read(n,o,d.length)==d?1:2},1';

/** The firmware's scripts as they were built, in the package or in a clone. */
const FOLDER = new URL('../../../firmware/dist/', import.meta.url);

const ScriptList = z.array(z.object({ file: z.string(), script: z.string() })).min(1);

interface BoardScript {
  /** Its name in the board's Storage. */
  file: string;
  code: Buffer;
}

export interface Repair {
  world: World;
  texts: Texts;
  path: string;
  /** Only a device that runs and has a key needs it. Errors: those of a gateway that isn't named. */
  gateway: () => Promise<AdminClient>;
  scripts?: readonly BoardScript[];
}

/** Errors: those of a port, KEY_UNKNOWN, BOARD_…, PROMPT_SILENT, REPAIR_FAILED, FIRMWARE_MISSING. */
export async function repairBoard(repair: Repair): Promise<void> {
  const { world, texts, path } = repair;
  const say = (text: string) => world.print(`${text}\n`);
  const scripts = repair.scripts ?? (await builtScripts());
  say(texts.repair.looking(path));
  const line = await world.open(path);
  try {
    const prompt = await promptOf(repair, line);
    const layout = await checked(prompt);
    say(texts.repair.erasing);
    await eraseStorage(prompt, layout);
    await prompt.ask('S=require("Storage"),1');
    await prompt.ask(PUT);
    for (const script of scripts) {
      say(texts.repair.writing(script.file, script.code.length));
      await writeScript(prompt, script);
    }
    say(texts.repair.restarting);
    prompt.tell('E.reboot()');
  } finally {
    await line.close();
  }
  await restarted(repair);
  say(texts.repair.done);
}

/** In the order in which they are written: what starts the others comes last. Errors: FIRMWARE_MISSING. */
async function builtScripts(): Promise<BoardScript[]> {
  try {
    const list = ScriptList.parse(
      JSON.parse(await readFile(new URL('scripts.json', FOLDER), 'utf8')),
    );
    const scripts: BoardScript[] = [];
    for (const { file, script } of list) {
      scripts.unshift({ file, code: await readFile(new URL(script, FOLDER)) });
    }
    return scripts;
  } catch {
    throw new Failure('FIRMWARE_MISSING', FOLDER.pathname);
  }
}

/** A board without firmware is at its prompt; one whose firmware runs gives it to who proves its key. */
async function promptOf(repair: Repair, line: SerialLine): Promise<Prompt> {
  const { pace, signal } = repair.world;
  const prompt = new Prompt(line, pace, signal);
  try {
    await prompt.ask('1', pace.probes);
    return prompt;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'PROMPT_SILENT') throw failure;
  }
  const talk = await Conversation.begin(line, pace, signal).catch((error) => {
    const failure = failureOf(error);
    throw failure.code === 'DEVICE_SILENT' ? new Failure('PROMPT_SILENT', line.path) : failure;
  });
  const { deviceId, keyVersion, challenge } = talk.hello;
  if (deviceId !== '') {
    const api = await repair.gateway();
    try {
      const mac = await api.proof(deviceId, keyVersion, challenge);
      if (mac === null) throw new Failure('KEY_UNKNOWN', deviceId);
      await talk.prove(mac);
    } finally {
      api.close();
    }
  }
  await talk.ask('prompt');
  await pause(PROMPT_MS, signal);
  const given = new Prompt(line, pace, signal);
  await given.ask('1');
  // The firmware ends: its code is about to be erased. Its watchdog goes on, and must be fed.
  given.tell('reset()');
  await pause(PROMPT_MS, signal);
  await given.ask('E.enableWatchdog(120,true),1');
  return given;
}

/** Errors: BOARD_OLD, BOARD_MEMORY, BOARD_FLASH. */
async function checked(prompt: Prompt): Promise<FlashLayout> {
  const interpreter = await prompt.ask('process.version');
  const board = await prompt.ask('process.env.BOARD');
  const variables = Number(await prompt.ask('process.memory().total'));
  await prompt.ask('F=require("Flash"),1');
  await prompt.ask('h=function(x){return x.toString(16)},1');
  const free = await prompt.ask('F.getFree().map(a=>h(a.addr)+"+"+h(a.length)).join()');
  judgeBoard({ interpreter, board, variables, free: areasIn(free), log: undefined });
  const layout = layoutOf(board);
  if (layout === undefined) throw new Failure('BOARD_FLASH', board);
  return layout;
}

async function eraseStorage(prompt: Prompt, { storage }: FlashLayout): Promise<void> {
  await prompt.ask('e=function(a,z){for(;a<z;a+=1024)F.erasePage(a)},1');
  const end = storage.address + storage.bytes;
  for (let at = storage.address; at < end; at += ERASED_BYTES) {
    await prompt.ask(`e(${at},${Math.min(end, at + ERASED_BYTES)}),1`, 3, ERASED_WITHIN_MS);
  }
}

/** Errors: REPAIR_FAILED when the board holds something else. */
async function writeScript(prompt: Prompt, { file, code }: BoardScript): Promise<void> {
  for (let at = 0; at < code.length; ) {
    const piece = code.subarray(at, at + CHUNK_BYTES);
    const what = `${at},${code.length},${crc32(piece)},"${piece.toString('base64')}"`;
    const result = await prompt.ask(`w("${file}",${what})`);
    if (result === '1') at += piece.length;
    else if (result !== '0') throw new Failure('REPAIR_FAILED', `${file} ${at}`);
  }
  const held = await prompt.ask(`E.CRC32(S.read("${file}"))>>>0`, 3, ERASED_WITHIN_MS);
  if (held !== String(crc32(code))) throw new Failure('REPAIR_FAILED', file);
}

/** Until the firmware answers. */
async function restarted({ world, path }: Repair): Promise<void> {
  const { pace, signal } = world;
  const until = performance.now() + pace.restartMs;
  for (;;) {
    await pause(pace.lookMs, signal);
    try {
      const line = await world.open(path);
      const talk = await Conversation.begin(line, pace, signal, pace.probes);
      return await talk.close();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'INTERRUPTED') throw failure;
      if (performance.now() >= until) throw new Failure('REPAIR_FAILED', failure.code);
    }
  }
}
