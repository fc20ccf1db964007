// Whole numbers within bounds, the same words for all.
import { z } from 'zod';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';

export function count(least: number, most: number) {
  const message = expected(EXPECTED.wholeBetween(least, most));
  return z.int(message).min(least, message).max(most, message);
}
