// Whole homes are updated over the air in stages while their residents press: nothing is lost, whatever the image and the gateway do.
import { expect, it, onTestFinished } from 'vitest';
import { District } from '#simulator/updates/district.ts';

const MINUTES = 60_000;

async function start(homes: number): Promise<District> {
  const district = new District({
    homes,
    pressesPerSecond: 0.5,
    imageBytes: 1_500,
    failedPauseMs: 100,
  });
  onTestFinished(() => district.stop());
  await district.start();
  return district;
}

it(
  'every home gets the image in stages, though the gateway is killed in the middle, and no press is lost',
  async () => {
    const district = await start(11);
    district.press();
    await district.update('9.0.0');
    await district.until(({ stage }) => stage === 2, MINUTES);
    await district.killGateway();
    const { devices, number } = await district.until(
      ({ state }) => state === 'finished',
      4 * MINUTES,
    );
    expect(number).toBe(1);
    expect(devices).toMatchObject({ good: 11 });
    const { presses, lost, doubled, untrue, stored, versions } = await district.report();
    expect({ lost, doubled, untrue, versions }).toEqual({
      lost: [],
      doubled: [],
      untrue: [],
      versions: { '9.0.0': 11 },
    });
    expect(stored).toBe(presses);
  },
  6 * MINUTES,
);

it(
  'an image that throws stops at the first home, which goes back to what it had, and no press is lost',
  async () => {
    const district = await start(6);
    district.press();
    await district.update('9.0.0', true);
    const { stop, devices } = await district.until(({ state }) => state === 'stopped', 2 * MINUTES);
    expect(stop).toMatchObject({ why: 'failed', detail: 'trials' });
    expect(devices).toMatchObject({ failed: 1, waiting: 5 });
    const { presses, lost, doubled, stored, versions } = await district.report();
    expect({ lost, doubled, stored }).toEqual({ lost: [], doubled: [], stored: presses });
    expect(Object.values(versions)).toEqual([6]);
  },
  4 * MINUTES,
);
