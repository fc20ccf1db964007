// The benchmark of the firmware: size, memory and speed of what goes onto a board, on the real interpreter where there is one.
import { countDefinitions, definitionsOf, MAX_DEFINITIONS } from '#firmware/build/definitions.ts';
import { buildFirmware, MAX_SCRIPT_BYTES } from '#firmware/build/firmware.ts';
import { findInterpreter, findInterpreter32 } from '../board/interpreter.ts';
import { boardPresses, sealing } from './firmware-board.ts';
import { boardLife } from './firmware-life.ts';
import { definitions, returningGateway, waitingRoom, worstRoom } from './firmware-memory.ts';
import { updateOften, updateOnce } from './firmware-update.ts';
import type { Benchmark, Measurement } from './model.ts';
import { atMost } from './reach.ts';

export const firmwareBenchmark: Benchmark = {
  name: 'firmware',
  title: 'memory, speed and size of the firmware on the Espruino interpreter, 32-bit and 64-bit',
  measurements: (quick) => {
    const measurements = [size()];
    const small = findInterpreter32();
    if (small !== undefined) {
      measurements.push(definitions(small), waitingRoom(small));
      measurements.push(worstRoom(small), returningGateway(small));
      measurements.push(updateOnce(small, '32-bit'));
    }
    const interpreter = findInterpreter();
    if (interpreter !== undefined) {
      const times = quick ? 20 : 10_000;
      measurements.push(boardPresses({ interpreter, quick }));
      measurements.push(boardLife({ interpreter, firmware: buildFirmware, times }));
      measurements.push(sealing({ interpreter, quick }));
      measurements.push(updateOnce(interpreter, '64-bit'));
      measurements.push(updateOften(interpreter, quick ? 2 : 100));
    }
    return measurements;
  },
};

function size(): Measurement {
  return {
    title: 'size',
    warmups: 0,
    repetitions: 1,
    metrics: [
      sizeOf('main script', 'main'),
      sizeOf('service script, loaded when needed', 'service'),
      sizeOf('console script, loaded for a line', 'console'),
      sizeOf('offer script, the largest of an update', 'update'),
      {
        metric: 'definitions of the main script, counted',
        unit: 'variables',
        of: 'definitions',
        reach: atMost(MAX_DEFINITIONS, 'variables'),
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
          update: bytesOf('cboffer'),
          definitions: countDefinitions(definitionsOf(main.code)),
        };
      },
    }),
  };
}

function sizeOf(metric: string, of: string) {
  return { metric, unit: 'bytes', of, reach: atMost(MAX_SCRIPT_BYTES, 'bytes') };
}
