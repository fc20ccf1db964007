// A home of the registry is judged by what is said of it now, and not by what was taken before.
import { expect, test } from 'vitest';
import { homeAfter } from '#gateway/registry/homes.ts';

test('a home keeps a reference that was taken before it was ruled out, and can still be changed', () => {
  const fields = { reference: '4711\u200b', community: 'East', subdistrict: '', resident: {} };
  const before = { ...fields, community: '', homeId: 'home-1', createdAt: 1, changedAt: 1 };
  expect(() => homeAfter(undefined, fields, 2)).toThrow(/FIELD_INVALID/);
  expect(homeAfter(before, fields, 2)?.home).toMatchObject({ homeId: 'home-1', community: 'East' });
  expect(() => homeAfter(before, { ...fields, community: 'East\u200b' }, 2)).toThrow(/community/);
});
