// Makes this process collect garbage early: memory that nobody needs goes back instead of waiting.
import { setFlagsFromString } from 'node:v8';

/**
 * What a flood leaves behind is collected at a quarter more than what is in use, not at four times as much; and what is young
 * doesn't grow. For a process that waits for people most of the time: collecting more often costs it a few per cent of its
 * speed. V8 reads both at each collection, so they hold from now on.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=25');
  setFlagsFromString('--semi-space-growth-factor=1');
}
