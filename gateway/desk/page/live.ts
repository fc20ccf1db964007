// What the page knows of the desk, kept up to date by its stream. What it says of itself is true: without a line it is not on duty.
import { useSyncExternalStore } from 'react';
import type { CallState } from '../call-record.ts';
import { ask } from './ask.ts';
import { maySound, ring, unlock } from './calls/sound.ts';

/** More often than the desk takes a page for gone. */
const TELL_MS = 3_000;
/** The stream beats every five seconds: after so long without one the line is lost. */
const LOST_MS = 12_000;
const LOOK_MS = 500;
/** A red call that nobody has taken for so long rings at every page, on duty or not. */
const EVERYWHERE_MS = 30_000;

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
  /** Nobody has an account yet. */
  isFirst: boolean;
  /** Open calls, red first, then the oldest. */
  calls: readonly CallState[];
  officers: readonly string[];
  isOnDuty: boolean;
  /** Calls don't arrive here. */
  isLost: boolean;
  /** Rises with each change of a call's records: what was read of them is old then. */
  changes: Readonly<Record<string, number>>;
}

const page = crypto.randomUUID();
const readers = new Set<() => void>();
let live: Live = {
  me: undefined,
  isFirst: false,
  calls: [],
  officers: [],
  isOnDuty: false,
  isLost: false,
  changes: {},
};
let stream: EventSource | undefined;
let heardAt = 0;
/** The desk's clock minus this machine's: a wrong one here makes no call older. */
let clockOffset = 0;

/** UTC milliseconds as the desk has them. */
export function deskNow(): number {
  return Date.now() + clockOffset;
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

/** Also after a login or a logout. */
export async function readSession(): Promise<void> {
  const { session, isFirst } = await ask<{ session: Me | null; isFirst: boolean }>('/api/session');
  heardAt = performance.now();
  if (session === null) {
    stream?.close();
    set({
      me: null,
      isFirst,
      isOnDuty: false,
      isLost: false,
      calls: [],
    });
    return;
  }
  set({ me: session, isFirst });
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
  await readSession();
}

function sorted(calls: Iterable<CallState>): CallState[] {
  const rank = ({ key }: CallState) => (key === 'red' ? 0 : 1);
  return [...calls].sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt);
}

function ringAsNeeded(): void {
  const { calls, isOnDuty, isLost, me } = live;
  if (isLost || !me) {
    ring(undefined);
    return;
  }
  const ringing = calls.filter(({ taker, isTest }) => taker === undefined && !isTest);
  const here = isOnDuty
    ? ringing
    : ringing.filter(({ key, openedAt }) => key === 'red' && deskNow() - openedAt > EVERYWHERE_MS);
  ring(here[0]?.key);
}

/** Only what is seen counts as shown, and only where it may sound. */
function tell(): void {
  if (!live.me || live.isLost) return;
  const isSounding = live.isOnDuty && maySound();
  const shown = isSounding ? live.calls.map(({ callId }) => callId) : [];
  ask('/api/page', { page, isOnDuty: isSounding, shown }).catch(() => {});
}

interface Heard {
  beat: { now: number };
  all: { now: number; calls: CallState[]; officers: string[] };
  duty: { officers: string[] };
  call: { call: CallState };
}

function listen(): void {
  stream?.close();
  const source = new EventSource('/api/stream');
  stream = source;
  const on = <K extends keyof Heard>(name: K, take: (news: Heard[K]) => void) => {
    source.addEventListener(name, (event) => {
      heardAt = performance.now();
      if (live.isLost) set({ isLost: false });
      take(JSON.parse(event.data));
    });
  };
  on('beat', ({ now }) => {
    clockOffset = now - Date.now();
  });
  on('all', ({ now, calls, officers }) => {
    clockOffset = now - Date.now();
    const changes = { ...live.changes };
    for (const { callId, number } of calls) changes[callId] = number;
    set({ calls: sorted(calls), officers, changes });
    tell();
  });
  on('duty', ({ officers }) => set({ officers }));
  on('call', ({ call }) => {
    const others = live.calls.filter(({ callId }) => callId !== call.callId);
    const calls = call.closedAt === undefined ? sorted([...others, call]) : others;
    set({ calls, changes: { ...live.changes, [call.callId]: call.number } });
    tell();
  });
}

/** What a page does by itself, from its start on. */
export function start(): void {
  window.setInterval(() => {
    const isLost = Boolean(live.me) && performance.now() - heardAt > LOST_MS;
    if (isLost !== live.isLost) set({ isLost });
    else ringAsNeeded();
  }, LOOK_MS);
  window.setInterval(tell, TELL_MS);
  void readSession();
}
