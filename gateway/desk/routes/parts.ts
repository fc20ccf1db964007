// What the routes of the desk are made of.
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Access } from '../access.ts';
import type { ButtonStore } from '../archive/button-store.ts';
import type { CaseStore } from '../archive/case-store.ts';
import type { HelperStore } from '../archive/helper-store.ts';
import type { Imports } from '../archive/import.ts';
import type { ResidentStore } from '../archive/resident-store.ts';
import type { Desk } from '../desk.ts';
import type { OneTimeLogins } from '../one-time-login.ts';
import type { Sessions } from '../sessions.ts';
import type { DeskStore } from '../store/store.ts';
import type { Streams } from '../streams.ts';

export interface DeskParts {
  access: Access;
  desk: Desk;
  store: DeskStore;
  sessions: Sessions;
  streams: Streams;
  residents: ResidentStore;
  helpers: HelperStore;
  buttons: ButtonStore;
  cases: CaseStore;
  imports: Imports;
  /** With which gateways sign their events, `whsec_…`. */
  secret: string;
  logins: OneTimeLogins;
  /** PEM: over TLS. */
  tls?: { cert: string; key: string } | undefined;
  /** With `{number}` in it: how the office's telephone system is made to dial; empty: as the browser does it; `off`: by hand. */
  telephoneUrl: string;
  clock: Clock;
  log: Log;
}
