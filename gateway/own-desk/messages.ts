// What the gateway and the process of its own desk say to each other: how to start, and how it goes. Calls go over HTTP.

import type { LeaderNoticeSettings } from '../desk/leader-notice.ts';
import type { HomeLight } from '../desk/light-shapes.ts';
import type { Retention } from '../desk/upkeep/retention.ts';
import type { GatewayErrorCode } from '../domain/errors.ts';

/** What the process needs to know; it comes over the line, because anybody on this machine can read arguments. */
export interface DeskStart {
  data: string;
  /** From which the key of its database follows. */
  masterKey: Uint8Array;
  host: string;
  port: number;
  /** With which gateway and desk sign, `whsec_…`. */
  secret: string;
  /** Of the gateway, with the path. */
  reportsUrl: string;
  /** The admin API, a token for it, and which certificate it shows (PEM; undefined: it isn't over TLS). */
  management: { url: string; token: string; ca: string | undefined } | undefined;
  /** PEM: the pages over TLS. */
  tls: { cert: string; key: string } | undefined;
  leaderNotice: LeaderNoticeSettings | undefined;
  telephoneUrl: string | undefined;
  retention: Partial<Retention>;
}

/** Of accounts that log in by a link. */
export type LoginRole = 'officer' | 'archive_keeper';

export type ToDesk =
  | { tell: 'start'; start: DeskStart }
  | { tell: 'ping' }
  /** A login that is good once is wanted. */
  | { tell: 'login'; id: number; name: string; role: LoginRole }
  /** Of simulated homes: in the demo alone. */
  | { tell: 'lights'; lights: readonly HomeLight[] }
  | { tell: 'stop' };

export type FromDesk =
  | { tell: 'ready'; port: number }
  /** It could not start, and ends. */
  | { tell: 'failed'; code: GatewayErrorCode; detail: string }
  | { tell: 'pong' }
  | { tell: 'login'; id: number; token: string | undefined }
  | { tell: 'log'; level: 'info' | 'warn' | 'error'; fields: object; message: string };
