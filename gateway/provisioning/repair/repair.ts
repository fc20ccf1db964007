// `--repair`: erases the board's Storage and lays it out anew over the interpreter's prompt: two slots, of which the first
// holds the firmware, and the loader. The log's pages, with the boot counter and the presses that wait, are never touched.
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import {
  areasIn,
  type FlashLayout,
  judgeBoard,
  layoutOf,
  SLOT_AT,
  SLOT_FILES,
  slotFileBytes,
} from '../board.ts';
import { Conversation } from '../cable/conversation.ts';
import type { SerialLine } from '../cable/serial-line.ts';
import type { AdminClient } from '../client/api.ts';
import { proveAt } from '../client/proof.ts';
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

const Manifest = z.object({ version: z.string(), loader: z.string(), slot: z.string() });

/** The file that starts a board, the last one that is written: without the others it starts nothing. */
const LOADER_FILE = '.bootcde';

/** What a board is given. */
export interface BoardFirmware {
  version: string;
  loader: Buffer;
  /** Of the slot that runs: its head, marks, and payload. */
  slot: Buffer;
}

/** A part of a file. */
interface Written {
  file: string;
  /** Of the whole file. */
  fileBytes: number;
  at: number;
  bytes: Buffer;
}

export interface Repair {
  world: World;
  texts: Texts;
  path: string;
  /** Only a device that runs and has a key needs it. Errors: those of a gateway that isn't named. */
  gateway: () => Promise<AdminClient>;
  firmware?: BoardFirmware;
}

/** Errors: those of a port, KEY_UNKNOWN, BOARD_…, PROMPT_SILENT, REPAIR_FAILED, FIRMWARE_MISSING. */
export async function repairBoard(repair: Repair): Promise<void> {
  const { world, texts, path } = repair;
  const say = (text: string) => world.print(`${text}\n`);
  const { version, loader, slot } = repair.firmware ?? (await builtFirmware());
  say(texts.repair.looking(path));
  const line = await world.open(path);
  try {
    const prompt = await promptOf(repair, line);
    const layout = await checked(prompt);
    say(texts.repair.erasing);
    await eraseStorage(prompt, layout);
    await prompt.ask('S=require("Storage"),1');
    await prompt.ask(PUT);
    const fileBytes = slotFileBytes(layout);
    if (SLOT_AT + slot.length > fileBytes) throw new Failure('REPAIR_FAILED', `${slot.length}`);
    // Both before anything else: the firmware looks for them at the front of Storage.
    for (const file of SLOT_FILES) await makeRoom(prompt, file, fileBytes);
    const [file] = SLOT_FILES;
    say(texts.repair.writing(`${file} (${version})`, slot.length));
    await writePart(prompt, { file, fileBytes, at: SLOT_AT, bytes: slot });
    say(texts.repair.writing(LOADER_FILE, loader.length));
    await writePart(prompt, {
      file: LOADER_FILE,
      fileBytes: loader.length,
      at: 0,
      bytes: loader,
    });
    say(texts.repair.restarting);
    prompt.tell('E.reboot()');
  } finally {
    await line.close();
  }
  await restarted(repair);
  say(texts.repair.done);
}

/** Errors: FIRMWARE_MISSING. */
async function builtFirmware(): Promise<BoardFirmware> {
  try {
    const { version, loader, slot } = Manifest.parse(
      JSON.parse(await readFile(new URL('scripts.json', FOLDER), 'utf8')),
    );
    return {
      version,
      loader: await readFile(new URL(loader, FOLDER)),
      slot: await readFile(new URL(slot, FOLDER)),
    };
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
  await proveAt(repair.gateway, talk);
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

/** A file that is erased from its first byte to its last: what is written of it is a 0xFF. Errors: REPAIR_FAILED. */
async function makeRoom(prompt: Prompt, file: string, bytes: number): Promise<void> {
  await prompt.ask(`(S.read("${file}")||S.write("${file}","\\xff",0,${bytes})),1`);
  const length = await prompt.ask(`S.read("${file}").length`);
  if (length !== String(bytes)) throw new Failure('REPAIR_FAILED', file);
}

/** Errors: REPAIR_FAILED when the board holds something else. */
async function writePart(prompt: Prompt, { file, fileBytes, at, bytes }: Written): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const piece = bytes.subarray(done, done + CHUNK_BYTES);
    // What is erased says so by itself.
    if (piece.every((byte) => byte === 0xff)) {
      done += piece.length;
      continue;
    }
    const what = `${at + done},${fileBytes},${crc32(piece)},"${piece.toString('base64')}"`;
    const result = await prompt.ask(`w("${file}",${what})`);
    if (result === '1') done += piece.length;
    else if (result !== '0') throw new Failure('REPAIR_FAILED', `${file} ${done}`);
  }
  const read = `S.read("${file}",${at},${bytes.length})`;
  const held = await prompt.ask(`E.CRC32(${read})>>>0`, 3, ERASED_WITHIN_MS);
  if (held !== String(crc32(bytes))) throw new Failure('REPAIR_FAILED', file);
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
