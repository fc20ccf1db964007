// What the page knows of the desk, kept up to date by its stream. What it says of itself is true: without a line it is not on duty.
import { useSyncExternalStore } from 'react';
import { type CallState, inOrder } from '../call-record.ts';
import type { HomeLight } from '../light-shapes.ts';
import { ask } from './ask.ts';
import { maySound, ring, unlock } from './calls/sound.ts';

/** More often than the desk takes a page for gone. */
const TELL_MS = 3_000;
/** The stream beats every five seconds: after so long without one the line is lost. */
const LOST_MS = 12_000;
const LOOK_MS = 500;
/** Between two attempts to come back to a desk that has refused the stream. */
const COME_BACK_MS = 2_000;
/** A red call that nobody has taken for so long rings at every page, on duty or not. */
export const EVERYWHERE_MS = 30_000;
/** And after so long it is a leader's. */
export const LEADERS_MS = 60_000;
/** A desk that does not answer is told again; it takes a page for gone after twice as long. */
const TOLD_WITHIN_MS = 5_000;
/** At once: the rest is told with the next beat. */
const MAX_SHOWN = 500;

export type Role = 'officer' | 'leader' | 'archive_keeper' | 'viewer';

export interface Me {
  name: string;
  role: Role;
  /** What its person has chosen; null: what the browser has. */
  language: 'en' | 'zh' | null;
}

export interface Live {
  /** Undefined: not known yet. */
  me: Me | null | undefined;
  /** The session ended while the page was open: what is typed stays, and `me` is who was logged in. */
  isEnded: boolean;
  /** Nobody has an account yet. */
  isFirst: boolean;
  /** Open calls, in their order. */
  calls: readonly CallState[];
  officers: readonly string[];
  isOnDuty: boolean;
  /** With `{number}` in it: how the office's telephone system is made to dial; empty: as the browser does it; `off`: by hand. */
  telephoneUrl: string;
  /** Calls don't arrive here. */
  isLost: boolean;
  /** Of homes that are simulated beside this desk, by device; empty anywhere else. */
  lights: Readonly<Record<string, HomeLight>>;
  /** Rises with each change of a call's records: what was read of them is old then. */
  changes: Readonly<Record<string, number>>;
}

const page = crypto.randomUUID();
const readers = new Set<() => void>();
let live: Live = {
  me: undefined,
  isEnded: false,
  isFirst: false,
  calls: [],
  officers: [],
  isOnDuty: false,
  telephoneUrl: '',
  isLost: false,
  lights: {},
  changes: {},
};
let stream: EventSource | undefined;
let heardAt = 0;
/** The desk is being told; and there is something new to tell. */
let isTelling = false;
let isToldAgain = false;
/**
 * The desk's clock minus the time that this page has been open: the clock of this machine may be wrong, and be put right
 * at any moment, which makes no call older.
 */
let clockOffset = Date.now() - performance.now();

/** UTC milliseconds as the desk has them. */
export function deskNow(): number {
  return performance.now() + clockOffset;
}

function setDeskNow(now: number): void {
  clockOffset = now - performance.now();
}

export function useLive(): Live {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => live,
  );
}

function set(change: Partial<Live>): void {
  live = { ...live, ...change };
  ringAsNeeded();
  for (const reader of readers) reader();
}

interface SessionAnswer {
  session: Me | null;
  isFirst: boolean;
  telephoneUrl: string;
  /** UTC milliseconds. */
  now: number;
}

/** Also after a login or a logout. */
export async function readSession(): Promise<void> {
  const { session, isFirst, telephoneUrl, now } = await ask<SessionAnswer>('/api/session');
  // Before any room is there: some begin with a day.
  setDeskNow(now);
  // Who was logged in before hears from the stream alone that the line is there.
  if (!live.me || live.isEnded) heardAt = performance.now();
  if (session === null) {
    stream?.close();
    if (live.me) set({ isEnded: true, isOnDuty: false, isLost: false });
    else set({ me: null, isFirst });
    return;
  }
  // Somebody else is not to go on with what the first one typed.
  if (live.me && live.me.name !== session.name) window.location.reload();
  set({ me: session, isEnded: false, isFirst, telephoneUrl });
  listen();
}

/** Called from a click, which is what lets the page sound. */
export async function setOnDuty(isWanted: boolean): Promise<void> {
  set({ isOnDuty: isWanted && (await unlock()) });
  tell();
}

export async function logout(): Promise<void> {
  set({ isOnDuty: false });
  await ask('/api/logout', {}).catch(() => {});
  // Nothing of what was seen and typed stays in the page.
  window.location.reload();
}

function ringAsNeeded(): void {
  ring(live.isLost || live.isEnded || !live.me ? undefined : ringingHere(live, deskNow())?.key);
}

/** The first call that rings at this page. */
export function ringingHere({ calls, isOnDuty, me }: Live, now: number): CallState | undefined {
  const isLeader = me?.role === 'leader';
  return calls.find(({ key, openedAt, taker, isTest, leaderAskedAt }) => {
    if (isTest) return false;
    if (taker !== undefined) return isLeader && taker !== me?.name && isFresh(leaderAskedAt, now);
    return isOnDuty || (key === 'red' && now - openedAt > EVERYWHERE_MS);
  });
}

/** A leader who was asked is rung for so long: after that somebody has seen it, or is to be telephoned. */
function isFresh(askedAt: number | undefined, now: number): boolean {
  return askedAt !== undefined && now - askedAt < LEADERS_MS;
}

/** Only what is seen counts as shown, and only where it may sound. */
function tell(): void {
  // In a flood of calls one after the other: what waits at the desk would hold up red calls.
  isToldAgain = isTelling;
  if (isTelling || !live.me || live.isLost || live.isEnded) return;
  // A browser that lets nothing sound any more has nobody on duty.
  if (live.isOnDuty && !maySound()) set({ isOnDuty: false });
  const { isOnDuty, calls } = live;
  const unseen = isOnDuty ? calls.filter(({ shownAt }) => shownAt === undefined) : [];
  const shown = unseen.slice(0, MAX_SHOWN).map(({ callId }) => callId);
  isTelling = true;
  ask('/api/page', { page, isOnDuty, shown }, { signal: AbortSignal.timeout(TOLD_WITHIN_MS) })
    .catch(({ code }) => {
      if (code === 'DESK_LOGIN_NEEDED') void readSession().catch(() => {});
    })
    .finally(() => {
      isTelling = false;
      if (isToldAgain) tell();
    });
}

interface Heard {
  beat: { now: number };
  all: { now: number; calls: CallState[]; officers: string[] };
  duty: { officers: string[] };
  calls: { calls: CallState[] };
  lights: { lights: HomeLight[] };
}

function listen(): void {
  stream?.close();
  const source = new EventSource('/api/stream');
  stream = source;
  source.addEventListener('error', () => {
    // A browser tries again by itself only when nobody answers. "Log in first" or "not now" ends the stream for good.
    if (source === stream && source.readyState === EventSource.CLOSED) comeBackLater();
  });
  const on = <K extends keyof Heard>(name: K, take: (news: Heard[K]) => void) => {
    source.addEventListener(name, (event) => {
      heardAt = performance.now();
      if (live.isLost) set({ isLost: false });
      take(JSON.parse(event.data));
    });
  };
  on('beat', ({ now }) => {
    setDeskNow(now);
    // Also by this, because a browser slows the timers of a page that nobody looks at.
    tell();
  });
  on('all', ({ now, calls, officers }) => {
    setDeskNow(now);
    const changes = { ...live.changes };
    for (const { callId, number } of calls) changes[callId] = number;
    set({ calls: inOrder(calls), officers, changes });
    tell();
  });
  on('duty', ({ officers }) => set({ officers }));
  on('lights', ({ lights }) => {
    const shown = { ...live.lights };
    for (const light of lights) shown[light.deviceId] = light;
    set({ lights: shown });
  });
  on('calls', ({ calls }) => {
    const open = new Map(live.calls.map((call) => [call.callId, call]));
    const changes = { ...live.changes };
    for (const call of calls) {
      changes[call.callId] = call.number;
      if (call.closedAt === undefined) open.set(call.callId, call);
      else open.delete(call.callId);
    }
    set({ calls: inOrder(open.values()), changes });
    if (calls.some(({ shownAt }) => shownAt === undefined)) tell();
  });
}

/** To the stream, or to the login when the session is over. */
function comeBackLater(): void {
  window.setTimeout(() => void readSession().catch(comeBackLater), COME_BACK_MS);
}

/** What a page does by itself, from its start on. */
export function start(): void {
  window.setInterval(() => {
    const isLost = Boolean(live.me) && !live.isEnded && performance.now() - heardAt > LOST_MS;
    if (isLost !== live.isLost) set({ isLost });
    else ringAsNeeded();
  }, LOOK_MS);
  window.setInterval(tell, TELL_MS);
  // Any click lets the page sound: a red call that nobody takes rings also where nobody is on duty.
  // On the way down, because buttons keep the events that they use to themselves.
  document.addEventListener('click', () => void unlock(), { capture: true });
  document.addEventListener('keydown', () => void unlock(), { capture: true });
  window.addEventListener('pagehide', () => {
    if (live.me) void ask('/api/page/left', { page }, { keepalive: true }).catch(() => {});
  });
  void readSession();
}
