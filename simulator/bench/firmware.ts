// The benchmark of the firmware: size, memory and speed of what goes onto a board, on the real interpreter where there is one.
import { BUDGET_BYTES, buildFirmware, SERVICE_BUDGET_BYTES } from '#firmware/build/firmware.ts';
import { findInterpreter } from '../board/interpreter.ts';
import { boardPresses, sealing } from './firmware-board.ts';
import { boardLife } from './firmware-life.ts';
import type { Benchmark, Measurement } from './model.ts';
import { atMost } from './reach.ts';

export const firmwareBenchmark: Benchmark = {
  name: 'firmware',
  title: 'size, variables and speed of the firmware on the Espruino interpreter',
  measurements: (quick) => {
    const interpreter = findInterpreter();
    if (interpreter === undefined) return [size()];
    const path = { interpreter, quick };
    return [
      size(),
      boardPresses(path),
      boardLife({ interpreter, firmware: buildFirmware, times: quick ? 20 : 10_000 }),
      sealing(path),
    ];
  },
};

function size(): Measurement {
  return {
    title: 'size',
    warmups: 0,
    repetitions: 1,
    metrics: [
      { metric: 'main script', unit: 'bytes', of: 'main', reach: atMost(BUDGET_BYTES, 'bytes') },
      {
        metric: 'service script, loaded when needed',
        ...{ unit: 'bytes', of: 'service', reach: atMost(SERVICE_BUDGET_BYTES, 'bytes') },
      },
      {
        metric: 'console script, loaded for a line',
        ...{ unit: 'bytes', of: 'console', reach: atMost(SERVICE_BUDGET_BYTES, 'bytes') },
      },
    ],
    prepare: async () => ({
      ours: async () => {
        const { main, scripts } = await buildFirmware();
        const bytesOf = (name: string) => scripts.find(({ file }) => file === name)?.bytes ?? 0;
        return {
          main: main.bytes,
          service: bytesOf('cbservice'),
          console: bytesOf('cbconsole'),
        };
      },
    }),
  };
}
