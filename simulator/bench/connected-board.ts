// A board at a gateway over real TCP, and what a benchmark does with it: press, reconnect, look. Each has a limit.
import type { Firmware } from '#firmware/build/firmware.ts';
import type { Identity, UpdateStatus, UpdateStep } from '#protocol/messages.ts';
import { Board, writeBoard } from '../board/board.ts';
import { startTcpGateway, type TcpGateway } from '../board/tcp-gateway.ts';
import { isLater } from '../year/model-gateway.ts';
import type { Scope } from './scope.ts';

const DEVICE_ID = 'CB-BENCH';
const KEY = { version: 1, secret: new Uint8Array(32).fill(3) };
/** Many times what they take: what takes longer never comes. */
const LIMIT_MS = 30_000;

/** Longer than the minute after which the firmware takes a connection for sound, and waits least before the next. */
const SOUND_S = 61;
/**
 * Waits below 2 s, which are those before an attempt to connect, are a fiftieth. Not the longer ones: they are limits
 * of what the other side does, which at a fiftieth a slow interpreter passes, so that the board gives up its connection
 * again and again. Time that the hand lets pass runs no timer.
 */
export const FAST =
  'var slow=setTimeout,clock=getTime,ahead=0;' +
  'global.getTime=function(){return clock()+ahead};' +
  'global.setTimeout=function(f,t){return slow(f,t<2000?t/50:t)};' +
  `global.grow=function(){ahead+=${SOUND_S};print('sound')};`;

export interface BoardOptions {
  interpreter: string;
  firmware: Firmware;
  /** Short waits are shortened, for what is done ten thousand times. */
  fast?: boolean;
  limitMs?: number;
  /** Runs before the firmware. */
  prelude?: string;
}

export class ConnectedBoard {
  board: Board;
  /** Called before a restart that is waited for. */
  beforeRestart: () => Promise<void> = async () => {};
  readonly tcp: TcpGateway;
  readonly #limitMs: number;
  readonly #again: () => Board;
  #newest: Identity = { bootId: 0, seq: 0 };

  private constructor(again: () => Board, tcp: TcpGateway, limitMs: number) {
    this.#again = again;
    this.board = again();
    this.tcp = tcp;
    this.#limitMs = limitMs;
  }

  /** Resolves when it is connected. The scope switches it off. */
  static async start(
    scope: Scope,
    { interpreter, firmware, fast = false, limitMs = LIMIT_MS, prelude = '' }: BoardOptions,
  ): Promise<ConnectedBoard> {
    const tcp = await startTcpGateway({ deviceId: DEVICE_ID, key: KEY });
    await scope.onStop(() => tcp.stop());
    const folder = await scope.folder();
    const settings = {
      device_id: DEVICE_ID,
      key_version: KEY.version,
      key: Buffer.from(KEY.secret).toString('hex'),
      main: { host: '127.0.0.1', port: tcp.port },
    };
    const before = (fast ? FAST : '') + prelude;
    await writeBoard(folder, { interpreter, firmware, settings, prelude: before });
    const connected = new ConnectedBoard(() => new Board(interpreter, folder), tcp, limitMs);
    await scope.onStop(() => connected.board.cutPower());
    await connected.board.says('link connected', limitMs);
    return connected;
  }

  get identity(): { deviceId: string; key: typeof KEY } {
    return { deviceId: DEVICE_ID, key: KEY };
  }

  /** What it answers to a step of an update. */
  async ask(step: UpdateStep): Promise<UpdateStatus> {
    const answer = new Promise<UpdateStatus>((resolve) => {
      this.tcp.gateway.onUplink = ({ event }) => {
        if (event.kind === 'update_status') resolve(event);
      };
    });
    this.tcp.gateway.send({ kind: 'update', step });
    return this.board.within(this.#limitMs, `answer to ${step.kind}`, answer);
  }

  /** It restarts by itself, which on this build ends the interpreter. Resolves when it is connected again. */
  async comeBack(): Promise<void> {
    await this.beforeRestart();
    await this.board.ended();
    this.board = this.#again();
    await this.#says('link connected');
  }

  /** One red press, to its receipt; milliseconds until its bytes came out of the socket. */
  async press(): Promise<number> {
    this.board.output = '';
    const arrival = this.#nextPress();
    const from = performance.now();
    this.board.pressRed();
    const took = (await this.board.within(this.#limitMs, 'press', arrival)) - from;
    await this.#says(`settled ${this.#newest.bootId} ${this.#newest.seq} `);
    await this.#says('released');
    return took;
  }

  /** Cuts a connection that the firmware takes for sound, and waits for the next. Only on a `fast` board. */
  async reconnect(): Promise<void> {
    this.board.output = '';
    this.board.run('grow()');
    await this.#says('sound');
    this.tcp.cut();
    await this.#says('link connected');
  }

  /** Presses, and looks at the variables in use, so many times: packets and timers under way come and go. */
  async variables(looks: number): Promise<number[]> {
    const readings: number[] = [];
    for (let look = 0; look < looks; look++) {
      await this.press();
      readings.push(await this.board.variables());
    }
    return readings;
  }

  /** When a press comes that hasn't come before: not one that is sent again. */
  #nextPress(): Promise<number> {
    return new Promise((resolve) => {
      this.tcp.gateway.onUplink = ({ event, identity }) => {
        if (event.kind !== 'press' || identity === null || !isLater(identity, this.#newest)) return;
        this.#newest = identity;
        resolve(performance.now());
      };
    });
  }

  #says(text: string): Promise<void> {
    return this.board.says(text, this.#limitMs);
  }
}
