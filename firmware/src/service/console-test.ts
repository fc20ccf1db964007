// The self-test, as the console asks for it. Not in the service script: that may find no room beside the console.
import type { ConsolePart } from '../core/console.ts';
import { refused } from './console-answer.ts';
import { selfTest } from './self-test.ts';

export const TEST: ConsolePart = {
  carryOut: (console) =>
    console.device ? ['ok', selfTest(console.device)] : refused('UNSUPPORTED', 'test'),
};
