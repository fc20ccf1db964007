// What every open page hears at once: all open calls when it comes or comes back, then each change.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../domain/ports/clock.ts';
import type { CallState } from './call-record.ts';
import type { Desk } from './desk.ts';
import type { HomeLight } from './light-shapes.ts';

/** A page that reads nothing is cut above this; it comes back and hears everything anew. */
const MAX_UNREAD_BYTES = 8 << 20;
/** So that a page notices a dead line, and no proxy takes this one for idle. */
const BEAT_MS = 5_000;
/** Changes of green calls wait so long for each other: a flood of them is told in few events. Red ones wait for nobody. */
const TOGETHER_MS = 50;

export class Streams {
  readonly #desk: Desk;
  /** With whether its reader is still logged in. */
  readonly #pages = new Map<ServerResponse, () => boolean>();
  readonly #clock: Clock;
  /** What changed and is not told yet. */
  readonly #changed = new Map<string, CallState>();
  /** By device; empty but in the demo. */
  readonly #lights = new Map<string, HomeLight>();
  #cancelBeat = () => {};
  #cancelChanges: (() => void) | undefined;

  constructor(desk: Desk, clock: Clock) {
    this.#desk = desk;
    this.#clock = clock;
    desk.events.on('changed', ({ state }) => this.#change(state));
    desk.events.on('duty', (officers) => this.#tellAll('duty', { officers }));
    this.#beatLater();
  }

  /** From now on the page at the other end hears everything, as long as `isLoggedIn`. */
  open(response: ServerResponse, isLoggedIn: () => boolean): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#pages.set(response, isLoggedIn);
    response.on('close', () => this.#pages.delete(response));
    const calls: CallState[] = this.#desk.calls();
    const now = this.#clock.utc();
    response.write(eventOf('all', { now, calls, officers: this.#desk.onDuty }));
    if (this.#lights.size > 0)
      response.write(eventOf('lights', { lights: [...this.#lights.values()] }));
  }

  /** Each page shows them beside the calls of their homes from now on. */
  showLights(lights: readonly HomeLight[]): void {
    for (const light of lights) this.#lights.set(light.deviceId, light);
    this.#tellAll('lights', { lights });
  }

  close(): void {
    this.#cancelBeat();
    this.#cancelChanges?.();
    for (const response of this.#pages.keys()) response.destroy();
    this.#pages.clear();
  }

  /** Who isn't logged in any more hears nothing from now on. */
  closeEnded(): void {
    for (const [response, isLoggedIn] of this.#pages) {
      if (isLoggedIn()) continue;
      this.#pages.delete(response);
      response.destroy();
    }
  }

  #change(state: CallState): void {
    this.#changed.set(state.callId, state);
    if (state.key === 'red') this.#tellChanges();
    else this.#cancelChanges ??= this.#clock.after(TOGETHER_MS, () => this.#tellChanges());
  }

  #tellChanges(): void {
    this.#cancelChanges?.();
    this.#cancelChanges = undefined;
    const calls = [...this.#changed.values()];
    this.#changed.clear();
    this.#tellAll('calls', { calls });
  }

  #beatLater(): void {
    this.#cancelBeat = this.#clock.after(BEAT_MS, () => {
      this.closeEnded();
      this.#tellAll('beat', { now: this.#clock.utc() });
      this.#beatLater();
    });
  }

  #tellAll(name: string, data: object): void {
    const event = eventOf(name, data);
    for (const response of this.#pages.keys()) {
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
      else response.write(event);
    }
  }
}

/** Server-Sent Events: HTML standard, 9.2.6. JSON has no line breaks. As bytes, so that all pages wait for the same ones. */
function eventOf(name: string, data: object): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
