// Tokens of the admin API: shown once, kept hashed, good until they are revoked or over.
import { describe, expect, it } from 'vitest';
import { failNextBatch } from '#test/contract/journal-harness.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { ADMIN, bytesUnder, openedIn } from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const DAY = 86_400_000;

async function opened() {
  const data = await tempFolder();
  const clock = new MovingClock();
  const { registry } = await openedIn(data, { clock });
  return { data, clock, registry, tokens: registry.tokens };
}

describe('a token', () => {
  it('is 32 random bytes, and says who uses it', async () => {
    const { tokens } = await opened();
    const one = await tokens.create(ADMIN, 'li', 'installer');
    const other = await tokens.create(ADMIN, 'desk', 'operator');
    for (const token of [one, other]) expect(token).toMatch(/^cb_[A-Za-z0-9_-]{43}$/);
    expect(tokens.verify(one)).toEqual({ name: 'li', role: 'installer' });
    expect(tokens.verify(other)).toEqual({ name: 'desk', role: 'operator' });
    const last = one.at(-1) === 'A' ? 'B' : 'A';
    for (const wrong of ['', 'cb_', one.slice(0, -1), one.slice(0, -1) + last, `${one} `]) {
      expect(tokens.verify(wrong)).toBeUndefined();
    }
  });

  it('has a name of its own, that can stand in a path', async () => {
    const { tokens } = await opened();
    await tokens.create(ADMIN, 'li', 'installer');
    const again = tokens.create(ADMIN, 'li', 'admin');
    await expect(again).rejects.toMatchObject({ code: 'TOKEN_EXISTS' });
    for (const name of ['', '.', '../x', 'a b', '李', 'x'.repeat(65), 'gateway']) {
      const made = tokens.create(ADMIN, name, 'admin');
      await expect(made).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    }
    const [one, two] = await Promise.allSettled([
      tokens.create(ADMIN, 'twice', 'admin'),
      tokens.create(ADMIN, 'twice', 'admin'),
    ]);
    expect([one?.status, two?.status]).toEqual(['fulfilled', 'rejected']);
  });

  it('is good until its time is over, and no moment longer', async () => {
    const { clock, tokens } = await opened();
    const token = await tokens.create(ADMIN, 'li', 'installer', clock.utc() + DAY);
    await clock.advance(DAY - 1);
    expect(tokens.verify(token)).toBeDefined();
    await clock.advance(1);
    expect(tokens.verify(token)).toBeUndefined();
    for (const expiresAt of [clock.utc(), clock.utc() - 1, Number.NaN]) {
      const made = tokens.create(ADMIN, 'late', 'installer', expiresAt);
      await expect(made).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    }
  });

  it('that is revoked is good for nothing, also after a restart, and its name is free', async () => {
    const { data, registry, tokens } = await opened();
    const gone = await tokens.create(ADMIN, 'li', 'installer');
    const stays = await tokens.create(ADMIN, 'desk', 'operator');
    await tokens.revoke(ADMIN, 'li');
    expect(tokens.verify(gone)).toBeUndefined();
    await expect(tokens.revoke(ADMIN, 'li')).rejects.toMatchObject({ code: 'NO_SUCH_TOKEN' });
    await registry.stop();
    const { registry: again } = await openedIn(data);
    expect(again.tokens.verify(gone)).toBeUndefined();
    expect(again.tokens.verify(stays)).toEqual({ name: 'desk', role: 'operator' });
    await again.tokens.create(ADMIN, 'li', 'installer');
    expect(await again.audit({ limit: 9, subject: 'li' })).toMatchObject([
      { what: 'token.created', detail: { role: 'installer' }, actor: ADMIN },
      { what: 'token.revoked' },
      { what: 'token.created' },
    ]);
  });

  it('remembers when it was used, and is not written each time', async () => {
    const { data, clock, registry, tokens } = await opened();
    const token = await tokens.create(ADMIN, 'li', 'installer');
    expect(tokens.list()).toEqual([{ name: 'li', role: 'installer', createdAt: clock.utc() }]);
    tokens.verify(token);
    const first = clock.utc();
    await clock.advance(1_000);
    for (let at = 0; at < 100; at++) tokens.verify(token);
    expect(tokens.list()).toMatchObject([{ usedAt: first + 1_000 }]);
    await registry.stop();
    // What was written is the first use of the hour.
    const { registry: again } = await openedIn(data);
    expect(again.tokens.list()).toMatchObject([{ usedAt: first }]);
    for (const [, bytes] of await bytesUnder(data)) expect(bytes.includes(token)).toBe(false);
  });

  it('that could not be written does not exist', async () => {
    const { tokens } = await opened();
    failNextBatch();
    const made = tokens.create(ADMIN, 'li', 'installer');
    await expect(made).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    expect(tokens.list()).toEqual([]);
  });
});
