// The platform's store keeps every press apart, however many there are, and knows which calls each came under.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdentityIndex } from '#simulator/audit/identity-index.ts';
import { ReceivedPresses } from '#simulator/audit/received.ts';

const homes = Array.from({ length: 50 }, (_, index) => ({ deviceId: `CB_${index}-x` }));

it('an index finds each name in its first row, and no other', () => {
  const value = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value, value), { maxLength: 5_000, size: 'max' }),
      (names) => {
        const column = (place: 0 | 1 | 2) => Uint32Array.from(names, (name) => name[place]);
        const index = new IdentityIndex({ home: column(0), bootId: column(1), seq: column(2) });
        const first = new Map<string, number>();
        for (const [row, name] of names.entries()) {
          const known = first.get(name.join());
          if (known === undefined) first.set(name.join(), row);
          expect(index.add(row)).toBe(known ?? row);
        }
        for (const name of names) expect(index.find(...name)).toBe(first.get(name.join()));
        expect(index.find(41, 0, 0)).toBe(-1);
      },
    ),
    { numRuns: 20 },
  );
});

it('names with the same hash are kept apart', () => {
  // 40,000 names in a table of 131,072 slots: thousands of them meet.
  const count = 40_000;
  const home = Uint32Array.from({ length: count }, (_, row) => row % 200);
  const seq = Uint32Array.from({ length: count }, (_, row) => Math.floor(row / 200));
  const index = new IdentityIndex({ home, bootId: new Uint32Array(count), seq });
  for (let row = 0; row < count; row++) expect(index.add(row)).toBe(row);
  for (let row = 0; row < count; row++) expect(index.find(home[row]!, 0, seq[row]!)).toBe(row);
});

it('thousands of presses keep their deliveries, calls and first acceptance', () => {
  const store = new ReceivedPresses(homes);
  for (let turn = 0; turn < 3; turn++) {
    for (let press = 0; press < 5_000; press++) {
      const device = homes[press % 50]?.deviceId;
      const seq = 1 + Math.floor(press / 50);
      const callId = press % 2 === 0 ? `${device}.4294967295.${seq}` : `urn:call:${press}`;
      store.record(`${device}/4294967295/${seq}`, callId, turn * 10_000 + press, turn > 0);
    }
  }
  expect(store).toMatchObject({ length: 5_000, deliveries: 15_000, redeliveries: 5_000 });
  for (let press = 0; press < 5_000; press++) {
    const seq = 1 + Math.floor(press / 50);
    const row = store.find(press % 50, 4_294_967_295, seq);
    expect(store.columns.acceptedAt[row]).toBe(10_000 + press);
    expect(store.columns.deliveries[row]).toBe(3);
    const callId = `${homes[press % 50]?.deviceId}.4294967295.${seq}`;
    expect(store.callIdOf(row)).toBe(press % 2 === 0 ? callId : `urn:call:${press}`);
    expect(store.furtherCallsOf(row)).toEqual([]);
  }
});

it('further calls are told once each, in their order', () => {
  const store = new ReceivedPresses(homes);
  for (const callId of ['a', 'b', 'a', 'c', 'b', 'CB_1-x.1.1']) {
    store.record('CB_1-x/1/1', callId, 1, true);
  }
  const row = store.find(1, 1, 1);
  expect(store.callIdOf(row)).toBe('a');
  expect(store.furtherCallsOf(row)).toEqual(['b', 'c', 'CB_1-x.1.1']);
});
