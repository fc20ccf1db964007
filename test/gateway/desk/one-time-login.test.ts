// A login by a link is good once, for some minutes, and for the name that it was made for.
import { beforeEach, describe, expect, it } from 'vitest';
import { OneTimeLogins } from '#gateway/desk/one-time-login.ts';

const ADDRESS = '127.0.0.1';

let now: number;
let accounts: Map<string, string>;
let logins: OneTimeLogins;
let start: (secret: string) => OneTimeLogins;

beforeEach(() => {
  now = 0;
  accounts = new Map();
  const sessions = {
    add: async (name: string, _role: string, password: string) => {
      if (accounts.has(name)) return 'DESK_NAME_TAKEN' as const;
      accounts.set(name, password);
      return undefined;
    },
    login: async (name: string, password: string) =>
      accounts.get(name) === password
        ? { token: `session of ${name}` }
        : ('DESK_LOGIN_WRONG' as const),
    isPasswordOf: async (name: string, password: string) => accounts.get(name) === password,
  };
  start = (secret) => new OneTimeLogins({ sessions, secret, monotonic: () => now });
  logins = start('a secret');
});

describe('a one-time login', () => {
  it('opens one session, and no second one, also for two who come at one moment', async () => {
    const token = (await logins.make('Guest')) as string;
    const opened = await Promise.all([
      logins.redeem(token, ADDRESS),
      logins.redeem(token, ADDRESS),
    ]);
    expect(opened.filter((session) => session !== undefined)).toEqual(['session of Guest']);
    expect(await logins.redeem(token, ADDRESS)).toBeUndefined();
  });

  it('is over after ten minutes', async () => {
    const token = (await logins.make('Guest')) as string;
    now = 10 * 60_000 + 1;
    expect(await logins.redeem(token, ADDRESS)).toBeUndefined();
  });

  it('can be had again for the account that was made for it, and for no other', async () => {
    accounts.set('Ann', 'hers');
    expect(await logins.make('Ann')).toBeUndefined();
    const first = (await logins.make('Guest')) as string;
    const second = (await logins.make('Guest')) as string;
    expect(second).not.toBe(first);
    expect(await logins.redeem(second, ADDRESS)).toBe('session of Guest');
    expect(await logins.redeem(first, ADDRESS)).toBe('session of Guest');
  });

  it('can be had again from a desk that was started anew with its secret, and from no other', async () => {
    await logins.make('Guest');
    const again = start('a secret');
    expect(await again.redeem((await again.make('Guest')) as string, ADDRESS)).toBe(
      'session of Guest',
    );
    expect(await start('another secret').make('Guest')).toBeUndefined();
  });

  it('is nothing that anybody could guess, and what is wrong opens nothing', async () => {
    const token = (await logins.make('Guest')) as string;
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    for (const wrong of ['', 'x', token.slice(1), token.toUpperCase()]) {
      expect(await logins.redeem(wrong, ADDRESS)).toBeUndefined();
    }
  });

  it('waits with a hundred others at most', async () => {
    const first = (await logins.make('Guest')) as string;
    for (let time = 0; time < 100; time++) await logins.make('Guest');
    expect(await logins.redeem(first, ADDRESS)).toBeUndefined();
  });
});
