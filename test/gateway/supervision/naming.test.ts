// The names of cases and notices: printable, short, and never two alike.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupWho } from '#gateway/domain/supervision/naming.ts';
import { deviceIn, HOUR, SupervisionBench } from './supervision-bench.ts';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom('', '\ud800', 'Straße 5 / Hof', '第三街', '../..', 'a b'),
);

it('a group’s name of any characters becomes printable ASCII without spaces or slashes', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(groupWho(name)).toMatch(/^group:[!-.0-~]{0,120}$/);
    }),
  );
});

it('different names stay different, also when they are long', () => {
  fc.assert(
    fc.property(anyName, anyName, (one, other) => {
      fc.pre(!/\p{Surrogate}/u.test(one + other) && one !== other);
      expect(groupWho(one)).not.toBe(groupWho(other));
    }),
  );
  expect(groupWho(`${'x'.repeat(200)}1`)).not.toBe(groupWho(`${'x'.repeat(200)}2`));
});

it('a notice’s id has at most 200 characters', async () => {
  const group = '街'.repeat(300);
  const devices = Array.from({ length: 9 }, (_, index) => deviceIn(group, `CB-${index}`));
  const bench = await SupervisionBench.start(devices);
  await bench.clock.advance(HOUR);
  bench.lives('CB-0');
  await bench.clock.advance(HOUR);
  expect(bench.notices).toHaveLength(2);
  for (const { id, caseId } of bench.notices) {
    expect(id).toMatch(/^[!-~]{1,200}$/);
    expect(id.startsWith(`${caseId}/`)).toBe(true);
  }
});
