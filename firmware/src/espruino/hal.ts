// The HAL on an Espruino board. Also runs on the interpreter's Linux build, with what that lacks left out.
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { type Board, NONE, type Pin } from './board.ts';
import { openFlash } from './flash.ts';
import type { CryptoModule } from './interpreter.d.ts';
import { RESTART_MARK } from './mark.ts';
import { batteryMv } from './measure.ts';
import { Player } from './player.ts';
import { listenOn } from './port.ts';
import { openSocket } from './socket.ts';
import { openStore } from './store.ts';
import type { Wifi } from './wifi.ts';

/**
 * Held for a press, which lets go of it: whatever else has taken memory, a press finds some. Bytes, 12 to a variable.
 * It is taken anew when there are so many variables free.
 */
const RESERVE_BYTES = 480;
const RESERVE_FROM = 500;

type OnEdge = (key: Key, down: boolean, at: number) => void;

/** Of a board that `startBoard` has made ready. */
export function boardHal(wifi: Wifi, board: Board): Hal {
  const started = getTime();
  const since = (time: number) => Math.floor((time - started) * 1000);
  let onEdge: OnEdge = () => {};
  let reserve: Uint8Array | null = null;
  // Pressed is low. No debounce here: the interpreter's would delay the first edge.
  const watchPin = (pin: Pin, key: Key) => {
    pinMode(pin, 'input_pullup');
    const options = { edge: 'both', repeat: true, debounce: 0 } as const;
    const told = (event: { state: boolean; time: number }) => {
      reserve = null;
      // Memory that runs out can leave the time out, and a time that is none would make the key deaf.
      const at = since(event.time);
      onEdge(key, !event.state, at >= 0 ? at : since(getTime()));
    };
    setWatch(told, pin, options);
  };
  const watch = (): void => {
    watchPin(board.redKey, KEY_RED);
    watchPin(board.greenKey, KEY_GREEN);
  };
  const brokeOff = () => {
    const isOff = E.getErrorFlags().includes('MEMORY');
    if (isOff) {
      // The interpreter lets go of a watch whose function ran out of memory.
      clearWatch();
      watch();
      wifi.recover();
    }
    return isOff;
  };
  // First of all: from here on the interpreter keeps every edge, with its time, until the script has a moment.
  watch();
  const player = new Player(board);
  // biome-ignore lint/style/useNodejsImportProtocol: the interpreter's module, not Node's.
  const crypto: CryptoModule = require('crypto');
  return {
    model: process.env.BOARD ?? 'unknown',
    now: () => since(getTime()),
    after: (milliseconds, call) => setTimeout(call, milliseconds),
    cancel: (timer) => clearTimeout(timer as number),
    // Not Math.random: a whole street that gets its power back must not draw the same numbers.
    random: () => (E.hwRand() >>> 0) / 4294967296,
    sha256: (bytes) => {
      let digest = crypto.SHA256(bytes);
      if (!digest) {
        // It needs a few variables in a row, and memory is in pieces.
        E.defrag();
        digest = crypto.SHA256(bytes);
      }
      // Throws when there is none: rather no record and no frame than one that nobody takes.
      return new Uint8Array(digest as ArrayBuffer);
    },
    watchKeys: (call) => {
      onEdge = call;
    },
    keyDown: (key) => !digitalRead(key === KEY_RED ? board.redKey : board.greenKey),
    show: (pattern) => player.play(pattern),
    connect: (address, handlers) => {
      player.hold();
      return openSocket(address, handlers);
    },
    flash: openFlash(board),
    store: openStore(board.storageReserve),
    console: (answer) => listenOn(board.cable, answer),
    health: () => {
      const free = process.memory().free;
      if (!reserve && free >= RESERVE_FROM) reserve = new Uint8Array(RESERVE_BYTES);
      return {
        batteryMv: batteryMv(board),
        onMains: board.mains === NONE || digitalRead(board.mains) === board.mainsLevel,
        rssiDbm: wifi.rssi(),
        freeVariables: free,
        wifiProblem: wifi.problem,
      };
    },
    brokeOff: brokeOff,
    onBrokeOff: (call) => {
      E.on('errorFlag', () => {
        reserve = null;
        // In a turn of its own: what runs out of memory in here would not be told again.
        if (brokeOff()) setTimeout(call, 0);
      });
    },
    bootCause: board.bootCause,
    restart: () => {
      if (board.markRegister > 0) poke32(board.markRegister, RESTART_MARK);
      E.reboot();
    },
    kick: () => E.kickWatchdog(),
  };
}
