// `call-button update-homes`: whole homes are updated over the air while their residents press, well or with an image that throws.
import { District } from './district.ts';

export interface UpdateHomesOptions {
  homes: number;
  /** Presses a second in the whole district. */
  rate: number;
  /** Bytes of the image. */
  bytes: number;
  bad?: boolean;
  kill?: boolean;
}

const HOUR = 3_600_000;
const FAILED_PAUSE_MS = 10_000;

/** Prints the verdict as JSON; the exit code is 1 when a press was lost or doubled, or the update did not end as it should. */
export async function updateHomes(options: UpdateHomesOptions): Promise<void> {
  const { homes, rate, bytes, bad = false, kill = false } = options;
  const district = new District({
    homes,
    pressesPerSecond: rate,
    imageBytes: bytes,
    failedPauseMs: FAILED_PAUSE_MS,
  });
  try {
    await district.start();
    district.press();
    await district.update('9.0.0', bad);
    if (kill) {
      await district.until(({ stage, stages }) => stage === stages, HOUR);
      await district.killGateway();
    }
    const update = await district.until(({ state }) => state !== 'running', 4 * HOUR);
    const report = await district.report();
    process.stdout.write(`${JSON.stringify({ update, report }, undefined, 2)}\n`);
    const isAsMeant = update.state === (bad ? 'stopped' : 'finished');
    const isWhole = report.lost.length === 0 && report.doubled.length === 0;
    if (!isAsMeant || !isWhole || report.stored !== report.presses) process.exitCode = 1;
  } finally {
    await district.stop();
  }
}
