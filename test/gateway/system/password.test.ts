// Passwords of the editor: hashed, salted, and never accepted but when they are right.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfiguredLogin } from '#gateway/flows/editor-login.ts';
import { hashPassword, isPassword, isPasswordHash } from '#gateway/system/password.ts';

describe('a hash', () => {
  it('is of its password alone, and different each time', async () => {
    const one = await hashPassword('correct horse');
    const other = await hashPassword('correct horse');
    expect(one).not.toBe(other);
    expect(one).not.toContain('horse');
    for (const hash of [one, other]) {
      expect(isPasswordHash(hash)).toBe(true);
      expect(await isPassword('correct horse', hash)).toBe(true);
      expect(await isPassword('correct horse ', hash)).toBe(false);
      expect(await isPassword('', hash)).toBe(false);
    }
  });

  it('takes letters as they look, however the keyboard composes them', async () => {
    expect(await isPassword('Ko\u0308ln', await hashPassword('K\u00f6ln'))).toBe(true);
  });

  it('of any other form is none, and takes no password', async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom('scrypt$', 'scrypt$1$1$1$AA$AA', '$2y$08$x'),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(isPasswordHash(text)).toBe(false);
        expect(await isPassword('x', text)).toBe(false);
      }),
    );
  });
});

describe('a login of the configuration', () => {
  it('tells who it is and as what, and nothing to others', async () => {
    const passwordHash = await hashPassword('correct horse');
    const login = new ConfiguredLogin([{ name: 'ann', role: 'admin', passwordHash }]);
    const ann = { name: 'ann', role: 'admin' };
    expect(await login.verify({ name: 'ann', password: 'correct horse' })).toEqual(ann);
    expect(await login.verify({ name: 'ann', password: 'battery' })).toBeUndefined();
    expect(await login.verify({ name: 'bob', password: 'correct horse' })).toBeUndefined();
    expect(await login.verify({ token: 'correct horse' })).toBeUndefined();
    expect(await login.find('ann')).toEqual(ann);
    expect(await login.find('bob')).toBeUndefined();
  });
});
