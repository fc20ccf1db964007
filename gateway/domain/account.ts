// The account by which an alarm receiving centre knows a home, and the zone by which it tells its buttons apart.
import type { Home } from './ports/directory.ts';

/** 3 to 16 hex digits, the letters large. */
export const ACCOUNT = /^[0-9A-F]{3,16}$/;

/** 0 to 999, as a person writes it. */
export const ZONE = /^\d{1,3}$/;

/** The home's account at the receiver, when it has one that is good. */
export function accountOf(home: Partial<Home> | undefined): string | undefined {
  const account = home?.sia_account?.toUpperCase();
  return account !== undefined && ACCOUNT.test(account) ? account : undefined;
}

/** The zone of the home's button, when it has one that is good. */
export function zoneOf(home: Partial<Home> | undefined): string | undefined {
  const zone = home?.sia_zone;
  return zone !== undefined && ZONE.test(zone) ? zone : undefined;
}
