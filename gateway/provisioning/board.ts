// What a board must have before a button is made of it, and where its flash is divided.

import type { Conversation } from './cable/conversation.ts';
import { Failure, failureOf } from './failure.ts';

/**
 * The first build that keeps bursts of more than 64 bytes on a serial port: release 2v29 loses what comes behind
 * (issue 2718 of Espruino). A line of provisioning has up to 256.
 */
export const MIN_INTERPRETER = '2v29.96';

/** Of the 4,095 that the smallest board has at most: what the firmware needs in its worst state, and some to spare. */
export const MIN_VARIABLES = 3_900;

interface Area {
  address: number;
  bytes: number;
}

export interface FlashLayout {
  log: Area;
  storage: Area;
  /** Pages of each of the two slots for firmware. */
  slotPages: number;
}

/**
 * Where the slots are in their files, and how large these are: the files lie at the front of Storage, and each fills whole
 * pages with the header that Storage puts before it. That of firmware/src/espruino/slot-place.ts: a test compares.
 */
const PAGE_BYTES = 4096;
export const SLOT_AT = PAGE_BYTES - 32;
export const SLOT_FILES = ['cbA', 'cbB'] as const;

/** Size of a slot's file. */
export function slotFileBytes({ slotPages }: FlashLayout): number {
  return SLOT_AT + slotPages * PAGE_BYTES;
}

const ESP32: FlashLayout = {
  log: { address: 0x310000, bytes: 0x10000 },
  storage: { address: 0x320000, bytes: 0xe0000 },
  slotPages: 49,
};

/** By the start of what a build calls itself. The log's place is that of firmware/src/espruino/board.ts: a test compares. */
const LAYOUTS: readonly [name: string, layout: FlashLayout][] = [
  ['ESP32', ESP32],
  // No other flash: the log lies at the far end of Storage, and is left out of it here.
  [
    'LINUX',
    {
      log: { address: 0x10038000, bytes: 0x8000 },
      storage: { address: 0x10000000, bytes: 0x38000 },
      slotPages: 25,
    },
  ],
];

export function layoutOf(board: string): FlashLayout | undefined {
  return LAYOUTS.find(([name]) => board.startsWith(name))?.[1];
}

export interface Figures {
  interpreter: string;
  board: string;
  variables: number;
  /** What the interpreter lists as free flash. */
  free: Area[];
  /** Where the firmware keeps its log; undefined where no firmware was asked. */
  log: number | undefined;
}

/** Errors: BOARD_OLD, BOARD_MEMORY, BOARD_FLASH, with what was found. */
export function judgeBoard({ interpreter, board, variables, free, log }: Figures): void {
  if (isOlder(interpreter, MIN_INTERPRETER)) throw new Failure('BOARD_OLD', interpreter);
  if (variables < MIN_VARIABLES) {
    throw new Failure('BOARD_MEMORY', `${variables}, ${MIN_VARIABLES} are needed`);
  }
  const layout = layoutOf(board);
  // A kind of board that isn't known here, whose firmware knows where its log is.
  if (layout === undefined && log !== undefined) return;
  const place = layout?.log.address ?? 0;
  const end = place + (layout?.log.bytes ?? 0);
  const isFree = free.some(({ address, bytes }) => address <= place && end <= address + bytes);
  if (layout === undefined || !isFree || (log !== undefined && log !== place)) {
    throw new Failure('BOARD_FLASH', `${board}, ${place.toString(16)}`);
  }
}

/** `310000+10000,360000+A0000`, hexadecimal. */
export function areasIn(text: string): Area[] {
  return text.split(',').map((area) => {
    const [address = '', bytes = ''] = area.split('+');
    return { address: Number.parseInt(address, 16), bytes: Number.parseInt(bytes, 16) };
  });
}

/** Asks the firmware. One from before the request, and a device without an interpreter, have no figures. */
export async function checkBoard(talk: Conversation): Promise<string | undefined> {
  let values: Map<string, string>;
  try {
    values = await talk.values('board');
  } catch (error) {
    const failure = failureOf(error);
    if (/^(REQUEST_UNKNOWN|PROOF_REQUIRED|UNSUPPORTED)/.test(failure.detail)) return undefined;
    throw failure;
  }
  const figures: Figures = {
    interpreter: values.get('interpreter') ?? '',
    board: values.get('board') ?? '',
    variables: Number(values.get('variables') ?? 0),
    free: areasIn(values.get('flash') ?? ''),
    log: Number.parseInt(values.get('log') ?? '', 16),
  };
  judgeBoard(figures);
  return `${figures.board} ${figures.interpreter}, ${figures.variables}`;
}

/** `2v29` is before `2v29.96`, and that before `2v30`. What can't be read is older. */
function isOlder(version: string, minimum: string): boolean {
  const parts = (text: string) =>
    (/^(\d+)v(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));
  const found = parts(version);
  const least = parts(minimum);
  const at = least.findIndex((part, index) => part !== found[index]);
  return at >= 0 && !((found[at] ?? -1) > (least[at] as number));
}
