// Whole homes are updated over the air in stages while their residents press: nothing is lost, whatever the image and the gateway do.
import { it, type TestContext } from 'vitest';
import { District } from '#simulator/updates/district.ts';

const MINUTES = 60_000;

async function start(
  homes: number,
  onTestFinished: TestContext['onTestFinished'],
): Promise<District> {
  const district = new District({
    homes,
    // A home is let alone while somebody waits for help there: so that not all of them always are.
    pressesPerSecond: 0.3,
    imageBytes: 700,
    failedPauseMs: 100,
  });
  onTestFinished(() => district.stop());
  await district.start();
  return district;
}

// Most of the time they wait: both at once take as long as one.
it.concurrent(
  'every home gets the image in stages, though the gateway is killed in the middle, and no press is lost',
  async ({ expect, onTestFinished }) => {
    const district = await start(5, onTestFinished);
    district.press();
    await district.update('9.0.0');
    await district.until(({ stage }) => stage === 2, MINUTES);
    await district.killGateway();
    const { devices, number } = await district.until(
      ({ state }) => state === 'finished',
      4 * MINUTES,
    );
    expect(number).toBe(1);
    expect(devices).toMatchObject({ good: 5 });
    const { presses, lost, doubled, untrue, stored, versions } = await district.report();
    expect({ lost, doubled, untrue, versions }).toEqual({
      lost: [],
      doubled: [],
      untrue: [],
      versions: { '9.0.0': 5 },
    });
    expect(stored).toBe(presses);
  },
  6 * MINUTES,
);

it.concurrent(
  'an image that throws stops at the first home, which goes back to what it had, and no press is lost',
  async ({ expect, onTestFinished }) => {
    const district = await start(5, onTestFinished);
    district.press();
    await district.update('9.0.0', true);
    const { stop, devices } = await district.until(({ state }) => state === 'stopped', 2 * MINUTES);
    expect(stop).toMatchObject({ why: 'failed', detail: 'trials' });
    expect(devices).toMatchObject({ failed: 1, waiting: 4 });
    const { presses, lost, doubled, stored, versions } = await district.report();
    expect({ lost, doubled, stored }).toEqual({ lost: [], doubled: [], stored: presses });
    expect(Object.values(versions)).toEqual([5]);
  },
  4 * MINUTES,
);
