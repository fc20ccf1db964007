// What the routes of the desk are made of.
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Access } from '../access.ts';
import type { Desk } from '../desk.ts';
import type { Sessions } from '../sessions.ts';
import type { DeskStore } from '../store/store.ts';
import type { Streams } from '../streams.ts';

export interface DeskParts {
  access: Access;
  desk: Desk;
  store: DeskStore;
  sessions: Sessions;
  streams: Streams;
  /** With which gateways sign their events, `whsec_…`. */
  secret: string;
  /** With `{number}` in it: how the office's telephone system is made to dial; empty: as the browser does it. */
  telephoneUrl: string;
  clock: Clock;
  log: Log;
}
