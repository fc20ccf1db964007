// From the moment when a press was due to its acceptance.
import { describe, expect, it } from 'vitest';
import { timesBetween } from '#simulator/bench/gateway-times.ts';

const made = [
  { id: 'A/1/1', at: 100 },
  { id: 'B/1/1', at: 150 },
];

describe('the time to acceptance', () => {
  it('counts from when the press was due', () => {
    const accepted = new Map([
      ['B/1/1', 151],
      ['A/1/1', 107],
      ['C/1/1', 9],
    ]);
    expect(timesBetween(made, accepted)).toEqual([7, 1]);
  });

  it('of a press that was lost is an error with its name, not a figure', () => {
    expect(() => timesBetween(made, new Map([['A/1/1', 107]]))).toThrow('B/1/1');
  });
});
