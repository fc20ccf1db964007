// Makes this process collect garbage early: memory that nobody needs goes back instead of waiting.
import { setFlagsFromString } from 'node:v8';

/**
 * What a flood leaves behind is collected at one and a half times what is in use, not at four times; and what is young
 * doesn't grow. For a process that waits for people most of the time: collecting more often costs it some per cent of its
 * speed. V8 reads both at each collection, so they hold from now on.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--semi-space-growth-factor=1');
}
