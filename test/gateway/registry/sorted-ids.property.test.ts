// Ids in their order: whatever is added in whichever order, a page begins behind what it is asked for.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedIds } from '#gateway/registry/sorted-ids.ts';

const id = fc.string({ minLength: 1, maxLength: 4 });
const step = fc.oneof(
  fc.record({ add: fc.uniqueArray(id, { maxLength: 60 }) }),
  fc.record({ after: fc.option(id, { nil: undefined }) }),
);

it('are those that are after another one, in their order, also when many were added at once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const ids = new SortedIds();
      const known = new Set<string>();
      for (const one of steps) {
        if ('add' in one) {
          for (const each of one.add.filter((each) => !known.has(each))) {
            known.add(each);
            ids.add(each);
          }
          continue;
        }
        const { after } = one;
        const expected = [...known].sort().filter((each) => after === undefined || each > after);
        expect([...ids.after(after)]).toEqual(expected);
      }
    }),
  );
});
