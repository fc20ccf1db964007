// The account by which an alarm receiving centre knows a home.
import type { Home } from './ports/directory.ts';

/** 3 to 16 hex digits, the letters large. */
export const ACCOUNT = /^[0-9A-F]{3,16}$/;

/** The home's account at the receiver, when it has one that is good. */
export function accountOf(home: Partial<Home> | undefined): string | undefined {
  const account = home?.sia_account?.toUpperCase();
  return account !== undefined && ACCOUNT.test(account) ? account : undefined;
}
