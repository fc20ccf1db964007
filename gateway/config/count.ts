// Whole numbers within bounds, the same words for all.
import { z } from 'zod';

export function count(least: number, most: number) {
  const expected = `expected a whole number, ${least} to ${most}`;
  return z.int(expected).min(least, expected).max(most, expected);
}
