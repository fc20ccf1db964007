// A device whose memory runs out at chosen hooks, the gateway that answers it, and what must hold whatever broke off.
import {
  KEY_GREEN,
  KEY_RED,
  type Key,
  RECEIPT_DUPLICATE,
  type ReceivedUplink,
  STAGE_ACCEPTED,
} from '#protocol/messages.ts';
import { FakeFlash, FakeHal } from '#test/support/fake-hal.ts';
import { ScarceBoard } from '#test/support/scarce-board.ts';
import { type ScarceFirmware, scarceFirmware } from '#test/support/scarce-firmware.ts';
import { ScarceMemory } from '#test/support/scarce-memory.ts';
import { DEVICE_ID, KEY, MAIN, Notes, ScriptedGateway, type Seen } from './scripted-gateway.ts';

export const memory = new ScarceMemory();
const firmware: ScarceFirmware = await scarceFirmware(memory);

/** How long a finger is on a key, in ms. */
const FINGER_MS = 150;
/** All that was broken off has come back by then. */
const CALM_MS = 30_000;
/** So that a device that has fallen silent shows it soon. */
const HEARTBEAT_MS = 10_000;

export interface Made {
  key: Key;
  at: number;
}

/** Tells a press that it holds already from a new one, as the real one does. */
class TellingGateway extends ScriptedGateway {
  readonly #known = new Set<string>();

  override receipt(of: Seen, result: number): void {
    const id = idOf(of);
    const isKnown = this.#known.has(id);
    this.#known.add(id);
    super.receipt(of, isKnown ? RECEIPT_DUPLICATE : result);
  }
}

const KEYS: readonly Key[] = [KEY_RED, KEY_GREEN];

function keyOf(event: ReceivedUplink['event']): Key | null {
  return event.kind === 'press' ? event.key : null;
}

function idOf({ uplink }: Seen): string {
  return `${uplink.identity?.bootId}/${uplink.identity?.seq}`;
}

export class ScarceWorld {
  readonly hal: FakeHal;
  readonly board: ScarceBoard;
  readonly gateway: TellingGateway;
  /** What fingers have done. */
  readonly made: Made[] = [];
  /** What did not hold. */
  readonly wrong = new Set<string>();
  /** Presses that were made while nobody watched their key. */
  untold = 0;
  readonly #accepted = new Map<Key, number>();
  /** Presses of earlier boots of the same flash. */
  readonly before: ScarceWorld | null;
  #power = true;

  constructor(flash = new FakeFlash(), before: ScarceWorld | null = null) {
    this.before = before;
    this.hal = new FakeHal(flash);
    this.board = new ScarceBoard(this.hal, memory);
    this.gateway = new TellingGateway(this.hal);
    const settings = firmware.standardSettings(DEVICE_ID, KEY.secret, 1, MAIN, null);
    settings.heartbeatMs = HEARTBEAT_MS;
    const { Device, SERVICE } = firmware;
    const device = new Device(this.board, settings, new Notes(), () => SERVICE);
    this.board.onException = () => device.recover();
    const show = this.hal.show.bind(this.hal);
    this.hal.show = (pattern) => {
      show(pattern);
      this.#judgeLight();
    };
    device.start();
    this.hal.advance(200);
  }

  /** A finger on a key, from now on; time doesn't pass. */
  press(key: Key, inMs = 0): void {
    const at = this.hal.time + inMs;
    this.hal.after(inMs, () => {
      this.made.push({ key: key, at: at });
      if (!this.board.isWatched(key)) this.untold++;
      this.hal.edge(key, true);
    });
    this.hal.after(inMs + FINGER_MS, () => this.hal.edge(key, false));
  }

  /** Nobody answers from now on. */
  loseGateway(): void {
    this.gateway.dead.add(MAIN.host);
    this.hal.socket.fail();
  }

  findGateway(): void {
    this.gateway.dead.clear();
  }

  /** The platform accepts the call that the newest press of the key belongs to. */
  accept(key: Key): void {
    const newest = this.gateway.presses
      .filter(({ uplink: { event } }) => keyOf(event) === key)
      .at(-1);
    const identity = newest?.uplink.identity;
    if (!identity) return;
    this.#accepted.set(key, this.arrived(key));
    this.gateway.progress(identity, STAGE_ACCEPTED, key);
  }

  /** Presses of the key that have arrived, each identity once. */
  arrived(key: Key): number {
    let sum = 0;
    for (const count of this.#counts(key).values()) sum += count;
    return sum;
  }

  #counts(key: Key): Map<string, number> {
    const counts = this.before ? this.before.#counts(key) : new Map<string, number>();
    for (const press of this.gateway.presses) {
      const { event } = press.uplink;
      if (event.kind !== 'press' || event.key !== key) continue;
      const before = counts.get(idOf(press));
      if (before !== undefined && before !== event.count) this.#tell('a count has changed');
      counts.set(idOf(press), event.count);
    }
    return counts;
  }

  /** Presses of the key that were made. */
  pressed(key: Key): number {
    const here = this.made.filter((press) => press.key === key).length;
    return here + (this.before?.pressed(key) ?? 0);
  }

  /** The same flash in a new boot. */
  restarted(): ScarceWorld {
    this.#power = false;
    memory.stop();
    const flash = (this.hal.flash as FakeFlash).revived();
    return new ScarceWorld(flash, this);
  }

  /** Everything calms down; then each press has arrived once, the keys are watched, and the link is up. */
  settle(): string[] {
    memory.stop();
    this.hal.advance(CALM_MS);
    for (const key of KEYS) {
      const missing = this.pressed(key) - this.arrived(key);
      if (missing > 0) this.#tell(`${missing} of key ${key} lost`);
      if (missing < 0) this.#tell(`${-missing} of key ${key} too many`);
      if (!this.board.isWatched(key)) this.#tell(`key ${key} is dead`);
    }
    const beats = this.gateway.of('heartbeat').length;
    this.hal.advance(2 * HEARTBEAT_MS);
    if (this.gateway.of('heartbeat').length === beats) this.#tell('no heartbeat any more');
    if (this.hal.time - this.hal.kickedAt > HEARTBEAT_MS) this.#tell('the watchdog is not kicked');
    return [...this.wrong];
  }

  #tell(what: string): void {
    this.wrong.add(what);
  }

  /** What shines must be true of every press of its key, also of one that the device hasn't noticed. */
  #judgeLight(): void {
    const { light } = this.hal;
    if (!this.#power || (light !== 'stored' && light !== 'accepted')) return;
    const isTrue = KEYS.some((key) => {
      const holds = light === 'stored' ? this.arrived(key) : (this.#accepted.get(key) ?? 0);
      return this.pressed(key) > 0 && holds >= this.pressed(key);
    });
    if (!isTrue) this.#tell(`the light shows "${light}", which is not true of the newest press`);
  }
}

/** Identities of the presses that a boot from this flash would find: their records are whole and none clears them. */
export function keptOn(flash: FakeFlash): number {
  const alive = new Set<string>();
  for (let page = 0; page < flash.pages; page++) {
    for (let at = 0; at < flash.pageBytes; at += 16) {
      const record = flash.read(page * flash.pageBytes + at, 16);
      const identity = record.slice(4, 12).join();
      if (record[0] === 3) alive.add(identity);
      if (record[0] === 4) alive.delete(identity);
    }
  }
  return alive.size;
}

/** One case: what happens around the hooks at which memory runs out. */
export interface Scenario {
  what: string;
  /** Before hooks are counted. */
  prepare: (world: ScarceWorld) => void;
  /** Lets time pass until all is over that is to be broken off. */
  play: (world: ScarceWorld) => void;
  /** After that, with memory enough. What it returns is the world in the end: another one after a restart. */
  after: (world: ScarceWorld) => ScarceWorld;
}

export interface Outcome {
  wrong: string[];
  /** Where it was broken off. */
  broken: string[];
  /** Presses that were made during `play` while nobody watched their key. */
  untold: number;
  /** The hooks of `play`, when they are noted. */
  trace: string[];
}

/** Lives a scenario once; memory runs out at these hooks, counted from the start of `play`. */
export function live(scenario: Scenario, points: number[], isNoting = false): Outcome {
  memory.stop();
  const world = new ScarceWorld();
  scenario.prepare(world);
  memory.watch(points, isNoting);
  scenario.play(world);
  memory.stop();
  const broken = [...memory.broken];
  const { untold } = world;
  const wrong = scenario.after(world).settle();
  return { wrong: wrong, broken: broken, untold: untold, trace: [...memory.trace] };
}

/** Every hook of a scenario; without `all` only the first two and the last of those that stand at one place. */
export function pointsOf(scenario: Scenario, all: boolean): number[] {
  const { trace, wrong } = live(scenario, [], true);
  if (wrong.length > 0) throw new Error(`without a break-off: ${wrong.join(', ')}`);
  const passes = new Map<string, number[]>();
  for (const [index, site] of trace.entries()) {
    passes.set(site, [...(passes.get(site) ?? []), index + 1]);
  }
  if (all) return trace.map((_, index) => index + 1);
  const chosen = [...passes.values()].flatMap((points) => [
    ...points.slice(0, 2),
    ...points.slice(2).slice(-1),
  ]);
  return chosen.sort((one, other) => one - other);
}

/** What did not hold, in the order of the hooks: one line for all that follow one another and break the same. */
export class Failures {
  readonly lines: string[] = [];
  #what = '';
  #from = '';
  #cases = 0;

  add({ wrong, broken }: Outcome): void {
    const what = wrong.join(', ');
    const where = broken.join(', then ');
    if (what === this.#what && what !== '') {
      this.#cases++;
      this.lines[this.lines.length - 1] =
        `${what}: ${this.#cases} cases from ${this.#from} to ${where}`;
      return;
    }
    this.#what = what;
    this.#from = where;
    this.#cases = 1;
    if (what !== '') this.lines.push(`${what}: at ${where}`);
  }
}
