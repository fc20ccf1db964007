// The numbers of faults above a plot.
import { expect, it } from 'vitest';
import { marksOf } from '#simulator/report/plot.ts';

it('the numbers of faults do not stand in each other', () => {
  expect(marksOf([10, 50, 90])).toEqual([
    { at: 10, label: '1' },
    { at: 50, label: '2' },
    { at: 90, label: '3' },
  ]);
  expect(marksOf([10, 10.5, 11, 80])).toEqual([
    { at: 10, label: '1–3' },
    { at: 80, label: '4' },
  ]);
  // Of two timetables, one inside of the other.
  expect(marksOf([10, 60, 11])).toEqual([
    { at: 10, label: '1…3' },
    { at: 60, label: '2' },
  ]);
  const many = marksOf(Array.from({ length: 500 }, (_, index) => index / 5));
  for (const [index, { at, label }] of many.slice(0, -1).entries()) {
    expect(at + label.length * 1.6).toBeLessThanOrEqual(many[index + 1]!.at);
  }
  expect(marksOf([])).toEqual([]);
});
