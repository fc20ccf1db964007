// Whoever has a token of the admin API may log in to the editor with it, in the token's role.
import { expect, test } from 'vitest';
import type { Role, Tokens } from '#gateway/domain/ports/registry.ts';
import { ConfiguredLogin } from '#gateway/flows/editor-login.ts';
import { TokenLogin } from '#gateway/flows/token-login.ts';

type Token = ReturnType<Tokens['list']>[number] & { token: string };

function loginWith(...all: Token[]) {
  const verify = (token: string) => all.find((listed) => listed.token === token);
  const hash = `scrypt$16384$8$1$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;
  const users = new ConfiguredLogin([{ name: 'ann', role: 'operator', passwordHash: hash }]);
  return new TokenLogin(users, { verify, list: () => all }, () => 1_000);
}

const tokenOf = (name: string, role: Role, expiresAt?: number): Token => ({
  name,
  role,
  createdAt: 0,
  token: `cb_${name}`,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

test('an operator looks and an admin deploys, with the token as password or alone', async () => {
  const login = loginWith(tokenOf('li', 'operator'), tokenOf('wu', 'admin'));
  expect(await login.verify({ name: 'li', password: 'cb_li' })).toEqual({
    name: 'li',
    role: 'operator',
  });
  expect(await login.verify({ token: 'cb_wu' })).toEqual({ name: 'wu', role: 'admin' });
  expect(await login.find('wu')).toEqual({ name: 'wu', role: 'admin' });
});

test('an installer, a wrong token and the token of another name stay outside', async () => {
  const login = loginWith(tokenOf('li', 'operator'), tokenOf('sun', 'installer'));
  expect(await login.verify({ token: 'cb_sun' })).toBeUndefined();
  expect(await login.find('sun')).toBeUndefined();
  expect(await login.verify({ name: 'li', password: 'cb_sun' })).toBeUndefined();
  expect(await login.verify({ name: 'wu', password: 'cb_li' })).toBeUndefined();
  expect(await login.verify({ token: 'cb_' })).toBeUndefined();
});

test('a token that is over or revoked ends what its user may', async () => {
  const login = loginWith(tokenOf('li', 'admin', 1_000));
  expect(await login.find('li')).toBeUndefined();
  expect(await login.find('gone')).toBeUndefined();
});

test('a token with the name of a configured user does not lend its role to them', async () => {
  const login = loginWith(tokenOf('ann', 'admin'));
  expect(await login.verify({ token: 'cb_ann' })).toBeUndefined();
  expect(await login.find('ann')).toEqual({ name: 'ann', role: 'operator' });
});
