// A long life of the firmware on the interpreter: does it hold more variables after thousands of presses and reconnects?
import type { Firmware } from '#firmware/build/firmware.ts';
import { ConnectedBoard } from './connected-board.ts';
import type { Measurement, Tell } from './model.ts';
import { atMost } from './reach.ts';
import { inScope } from './scope.ts';
import { median } from './statistics.ts';

export interface BoardLife {
  interpreter: string;
  firmware(): Promise<Firmware>;
  /** Presses, and then reconnects. */
  times: number;
}

/** Single looks at the same board differ by so much, medians by one or two; a leak of one each time is ten thousand. */
const NOISE = 50;
const LOOKS = 15;
/** During a phase; so a growth shows whether it goes on. */
const TOLD = 10;

export function boardLife({ interpreter, firmware, times }: BoardLife): Measurement {
  const count = times.toLocaleString('en-US');
  return {
    title: 'long life',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `variables more after ${count} presses`,
        unit: '',
        of: 'presses',
        reach: atMost(NOISE, ''),
      },
      {
        metric: `variables more after ${count} reconnects`,
        unit: '',
        of: 'reconnects',
        reach: atMost(NOISE, ''),
      },
    ],
    prepare: async (outer, tell) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const built = { interpreter, firmware: await firmware() };
          const board = await ConnectedBoard.start(scope, { ...built, fast: true });
          const look = (when: string) => held(board, (what) => tell(`${when}: ${what}`));
          // What the first of its kind leaves for good is no growth.
          await board.reconnect();
          const before = await look('at first');
          await repeat(board, { times, name: 'presses', once: () => board.press(), tell });
          const pressed = await look(`after ${count} presses`);
          await repeat(board, { times, name: 'reconnects', once: () => board.reconnect(), tell });
          const reconnected = await look(`after ${count} reconnects`);
          return { presses: pressed - before, reconnects: reconnected - pressed };
        }),
    }),
  };
}

async function held(board: ConnectedBoard, tell: Tell): Promise<number> {
  const readings = await board.variables(LOOKS);
  const middle = median(readings);
  tell(`${middle} variables, ${Math.min(...readings)}–${Math.max(...readings)}`);
  return middle;
}

interface Phase {
  times: number;
  name: string;
  once(): Promise<unknown>;
  tell: Tell;
}

async function repeat(board: ConnectedBoard, { times, name, once, tell }: Phase): Promise<void> {
  const every = Math.ceil(times / TOLD);
  for (let done = 1; done <= times; done++) {
    await once();
    if (done % every !== 0) continue;
    const [variables] = await board.variables(1);
    tell(
      `${done.toLocaleString('en-US')} of ${times.toLocaleString('en-US')} ${name}, ${variables} variables`,
    );
  }
}
