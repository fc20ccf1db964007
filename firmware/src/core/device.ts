// The device: joins keys, outbox, link, light and status. Every press passes through `onEdge`.

import type { News } from '#protocol/device/frames.ts';
import { PENDING_GREEN, PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import {
  type DeviceEvent,
  type Identity,
  type Instruction,
  KEY_GREEN,
  KEY_RED,
  type Key,
  RECEIPT_REJECTED,
  type Receipt,
  UPDATE_CHUNK,
  UPDATE_FINISH,
  UPDATE_OFFER,
  type UpdateFrame,
  type Uplink,
} from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { BATTERY_NORMAL } from './battery.ts';
import { Calls } from './calls.ts';
import { FAULT_EXCEPTION, FAULT_KEY_STUCK, FAULT_OUTBOX_FULL, FAULT_STORAGE } from './faults.ts';
import { FlashLog } from './flash-log.ts';
import { Indicator } from './indicator.ts';
import { Keys, type KeysHandlers } from './keys.ts';
import { Link, type LinkHandlers } from './link.ts';
import type { LinkState, Observer } from './observer.ts';
import { Orders, type OrdersHandlers } from './orders.ts';
import { type Added, Outbox } from './outbox.ts';
import { patternOf } from './patterns.ts';
import { LANE_RED, LANE_STATUS, MARK_FRESH, MARK_TEST } from './rows.ts';
import { Sender } from './sender.ts';
import type { Instructed, LoadService, Services, StepService } from './service.ts';
import type { Settings } from './settings.ts';
import { Status } from './status.ts';
import { RESULT_MS, TestMode } from './test-mode.ts';
import { Vitals, type VitalsHost } from './vitals.ts';

export type { LinkState, Observer } from './observer.ts';
export type { Limits, Settings } from './settings.ts';

export class Device implements LinkHandlers, OrdersHandlers, KeysHandlers, Instructed, VitalsHost {
  hal: Hal;
  settings: Settings;
  observer: Observer;
  log: FlashLog;
  outbox: Outbox;
  calls: Calls;
  keys: Keys;
  link: Link;
  sender: Sender;
  vitals: Vitals;
  status: Status;
  orders: Orders;
  loadService: LoadService;
  indicator: Indicator;
  test: TestMode;
  /** The console is writing settings. */
  provisioning: boolean;
  /** Presses that came before the outbox was open; null from then on. */
  early: { key: Key; at: number }[] | null;
  /** A configuration, a command or a step of an update that waits for its turn. */
  instruction: Instruction | UpdateFrame | null;
  /** FaultKinds that were reported in this boot. */
  faults: number[];
  running: boolean;

  constructor(hal: Hal, settings: Settings, observer: Observer, loadService: LoadService) {
    this.hal = hal;
    this.settings = settings;
    this.observer = observer;
    this.log = new FlashLog(hal.flash, hal.sha256);
    this.outbox = new Outbox(this.log);
    this.calls = new Calls(settings.limits);
    this.keys = new Keys(hal, this);
    this.link = new Link(hal, settings, this);
    this.sender = new Sender(hal, this.outbox, this.link);
    this.vitals = new Vitals(this);
    this.status = new Status(hal, this.link, this.outbox, this.vitals);
    this.orders = new Orders(hal, this);
    this.loadService = loadService;
    this.indicator = new Indicator(hal, observer);
    this.test = new TestMode();
    this.provisioning = false;
    this.early = [];
    this.instruction = null;
    this.faults = [];
    this.running = false;
  }

  /** Begins a new boot: watches the keys, takes over what waits in flash, connects. Once per HAL. */
  start(): void {
    this.running = true;
    this.hal.watchKeys((key, down, at) => this.onEdge(key, down, at));
    this.hal.onBrokeOff(() => this.recover());
    this.keys.begin();
    this.serve();
  }

  /** The rest of the start, which `recover` makes anew when memory broke it off: presses are held back until then. */
  serve(): void {
    const kept = this.takeOver();
    const early = this.early;
    // Again: what was broken off in here may have taken some of them.
    if (early) for (const press of early) this.press(press.key, press.at, true);
    this.early = null;
    this.refresh(true);
    if (!kept) this.fault(FAULT_STORAGE, 0);
    this.status.start();
    this.link.attempt();
    this.vitals.look();
  }

  /** In a function of its own, whose end lets go of the start script. */
  takeOver(): boolean {
    try {
      const service = this.loadService('cbstart');
      return service ? service.takeOver(this) : false;
    } catch {
      // The start must come to its end: presses are held until then.
      return false;
    }
  }

  /** Says goodbye to the gateway and stops all timers. What waits stays in flash. */
  stop(): void {
    this.running = false;
    this.link.stop();
    this.sender.alarm.clear();
    this.status.alarm.clear();
    this.vitals.stop();
    this.orders.stop();
    this.keys.alarm.clear();
    this.indicator.alarm.clear();
  }

  /**
   * After an exception that nobody caught, or what ran out of memory: a new session, and every timer anew. Presses go
   * first, to flash too, then the session, so that what waits is sent again, whatever else fails once more. Soon, when
   * it is red: it may have happened before the press had cut the wait short.
   */
  recover(): void {
    if (!this.running) return;
    this.outbox.rows.reorder();
    this.keys.recover();
    this.outbox.keepRest();
    if (this.early) this.serve();
    this.link.recover();
    if (this.pending() === PENDING_RED) this.vitals.wake();
    // Again: what moves the light may have been broken off, and left it as it stood.
    this.refresh(true);
    this.instruction = null;
    this.orders.recover();
    this.fault(FAULT_EXCEPTION, 0);
    this.status.start();
    this.vitals.look();
  }

  onEdge(key: Key, down: boolean, at: number): void {
    if (this.running) this.keys.takeEdge(key, down, at);
  }

  onStuck(key: Key): void {
    this.status.lastError = FAULT_KEY_STUCK;
    this.report({ kind: 'fault', faultKind: FAULT_KEY_STUCK, detail: key });
  }

  onPress(key: Key, at: number, again: boolean): void {
    if (this.early) {
      this.holdBack(this.early, key, at, again);
      this.keys.forKey(key).takenAt = at;
    } else this.press(key, at, again);
  }

  /** Before the outbox is open, so early that nothing is known of it yet. */
  holdBack(early: { key: Key; at: number }[], key: Key, at: number, again: boolean): void {
    const last = early[early.length - 1];
    if (!again || !last || last.key !== key || last.at !== at) early.push({ key: key, at: at });
    this.hal.show(patternOf('pressed'));
  }

  /**
   * A press that happened at `at`, which can be long ago: a connect may have stood in the way. Memory, light, flash,
   * network: in this order, so that neither flash nor network delays the light. `again`: memory broke it off somewhere
   * in here, and what was done must not be done twice.
   */
  press(key: Key, at: number, again: boolean): void {
    const outbox = this.outbox;
    let added: Added | null = again ? outbox.findPress(key, at) : null;
    if (!added) {
      // A test takes no room that a real press needs.
      const test = !outbox.isFull() && this.test.takes(key, at);
      added = outbox.addPress(key, test, at);
    }
    const row = added.row;
    const calls = this.calls.forKey(key);
    if (added.dropped) this.calls.green.receipted(added.dropped, RECEIPT_REJECTED, true);
    if (row < 0 || !outbox.rows.is(row, MARK_TEST))
      calls.pressed(added.identity, at, this.hal.now());
    if (row < 0) calls.receipted(added.identity, RECEIPT_REJECTED, true);
    // From here on a session that is made anew does the rest.
    this.keys.forKey(key).takenAt = at;
    this.refresh(true);
    if (row < 0) return;
    const kept = outbox.keep(added);
    this.observer.pressed(added.identity, key);
    if (!kept) this.fault(FAULT_STORAGE, 0);
    if (key === KEY_RED) {
      this.judge('waiting', '');
      this.vitals.wake();
      this.sender.sendAtOnce(row);
    }
    this.sender.pump();
  }

  /** An event that must arrive. */
  report(event: DeviceEvent): Identity | null {
    const identity = this.outbox.addStatus(event, this.hal.now());
    this.refresh(false);
    this.sender.pump();
    return identity;
  }

  /** Once per kind and boot, because a fault seldom comes alone. */
  fault(kind: number, detail: number): void {
    this.status.lastError = kind;
    if (this.faults.includes(kind)) return;
    this.faults.push(kind);
    this.report({ kind: 'fault', faultKind: kind, detail: detail });
  }

  restart(): void {
    this.stop();
    this.hal.restart();
  }

  /** The most urgent press that waits, as CONNECT tells it. */
  pending(): number {
    const rows = this.outbox.rows;
    const lane = rows.depth > 0 ? rows.lane(rows.order[0] as number) : LANE_STATUS;
    if (lane === LANE_STATUS) return PENDING_NOTHING;
    return lane === LANE_RED ? PENDING_RED : PENDING_GREEN;
  }

  isQuiet(): boolean {
    const now = this.hal.now();
    const calls = this.calls;
    if (this.outbox.rows.depth > 0) return false;
    return calls.red.view(now) === 'idle' && calls.green.view(now) === 'idle';
  }

  onOpen(): void {
    this.sender.start();
    this.status.sessionOpened();
  }

  onState(state: LinkState, reason: string): void {
    if (state === 'waiting') {
      this.sender.alarm.clear();
      this.calls.sessionEnded(this.hal.now());
    }
    this.observer.link(state, reason);
    this.judge(state, reason);
    this.refresh(false);
  }

  /** While a key or an address has to prove itself, the service script judges what becomes of the link. */
  judge(state: LinkState, reason: string): void {
    if (!this.settings.trial && !this.settings.otherKey) return;
    const service = this.loadService('cbservice');
    if (service) service.judge(this, state, reason);
    // No memory for it, on a small board with a full outbox. Nothing of a trial is stored: a restart goes back.
    else if (this.settings.trial) this.restart();
  }

  onDownlink(downlink: News): void {
    if (downlink.kind === 'receipt') {
      this.onReceipt(downlink);
    } else if (downlink.kind === 'progress') {
      for (const news of downlink.calls) this.observer.news(news);
      this.calls.progress(downlink, this.hal.now());
    } else if (downlink.kind !== 'unknown' && !this.instruction) {
      // In a turn of its own: together with the way that it came, it would take more stack than a small board has. One
      // waits at the most; the gateway repeats the others.
      this.hal.after(0, () => this.instruct());
      // Not before: without its timer it would keep all others out.
      this.instruction = downlink;
    }
    this.refresh(false);
  }

  instruct(): void {
    const answer = this.carryOut();
    if (answer && this.link.isOpen()) this.link.send(answer);
    this.refresh(false);
  }

  /** In a function of its own, whose end lets go of script and frame before the answer is sealed. */
  carryOut(): Uplink | null {
    const instruction = this.instruction;
    this.instruction = null;
    if (!this.running || !instruction) return null;
    let script: keyof Services = 'cbservice';
    if (instruction.kind === 'update_frame') {
      script = 'cbupdate';
      if (instruction.step === UPDATE_OFFER) script = 'cboffer';
      if (instruction.step === UPDATE_CHUNK) script = 'cbchunk';
      if (instruction.step === UPDATE_FINISH) script = 'cbfinish';
    }
    const service = this.loadService(script) as StepService | null;
    return service ? service.instruct(this, instruction.frame) : null;
  }

  onReceipt(receipt: Receipt): void {
    // The first heartbeat that is receipted proves a firmware on trial. In a turn of its own, for its stack.
    if (this.status.receipted(receipt) && this.hal.isOnTrial && !this.early) {
      this.hal.after(0, () => {
        const service = this.loadService('cbupdate');
        if (service) service.prove(this);
      });
    }
    const outbox = this.outbox;
    const rows = outbox.rows;
    const row = outbox.find(receipt.identity, receipt.answers);
    if (row < 0 || receipt.result > RECEIPT_REJECTED) return;
    const identity = rows.identity(row);
    if (rows.is(row, MARK_TEST)) {
      this.test.isGood = receipt.result !== RECEIPT_REJECTED;
      this.test.resultAt = this.hal.now();
    } else if (rows.isPress(row)) {
      const key = rows.lane(row) === LANE_RED ? KEY_RED : KEY_GREEN;
      this.calls.forKey(key).receipted(identity, receipt.result, rows.is(row, MARK_FRESH));
    }
    // After the light: what is broken off before this is receipted once more.
    if (!outbox.clear(row)) this.fault(FAULT_STORAGE, 0);
    this.observer.settled(identity, receipt.result);
    if (outbox.lost > 0) this.fault(FAULT_OUTBOX_FULL, outbox.lost);
    this.sender.pump();
    this.orders.settled(identity);
  }

  /** Shows what is true now: when it has changed, or `again` because somebody has pressed. */
  refresh(again: boolean): void {
    if (!this.running) return;
    const now = this.hal.now();
    const red = this.calls.red;
    const green = this.calls.green;
    const locateUntil = this.orders.locateUntil;
    const state = {
      red: red.view(now),
      green: green.view(now),
      selfTest: this.test.view(now),
      provisioning: this.provisioning,
      locating: now < locateUntil,
      // While saving there is none, but a press makes one: "plug in the charger" is what helps.
      connected: this.link.state === 'connected' || this.vitals.isSaving(),
      batteryLow: this.vitals.level !== BATTERY_NORMAL,
    };
    try {
      this.indicator.update(state, again);
    } catch {
      // A light that fails must not keep a press from flash and network. Reported after them.
      this.hal.after(0, () => this.fault(FAULT_EXCEPTION, 0));
    }
    const shownAt = this.test.resultAt;
    const times = [red.unreachedAt(), green.unreachedAt(), locateUntil, this.test.until];
    times.push(shownAt, shownAt + RESULT_MS, red.knownUntil, green.knownUntil);
    this.indicator.lookAgain(times, () => this.refresh(false));
  }
}
