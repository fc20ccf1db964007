// The simulator's own proof, second half: devices with deliberate faults, and what it says of each.
import { describe, expect, it, onTestFinished } from 'vitest';
import { GatewayProcess } from '#simulator/gateway-process.ts';
import type { FindingKind } from '#simulator/report/model.ts';
import { run } from '#simulator/run.ts';
import { parseScenario } from '#simulator/scenario/load.ts';
import { planOf } from '#simulator/scenario/plan.ts';
import { FIRMWARE_FAULTS } from './broken-generator.ts';

const BROKEN = new URL('./broken-generator.ts', import.meta.url).pathname;

/** The gateway is away when presses are made, the power is cut, and the platform is slow. */
const SCENARIO = `
title: A little of what breaks devices
about: for the seeded faults
duration: 6s
settle: 4s
answer_after: never
homes: [{ count: 8, kind: whole, power_on: { over: 500ms } }]
load: [{ at: 1s, for: 4s, press: red, rate: 8/s }]
faults:
  - { at: 1s, for: 5s, platform: { slow: 300ms } }
  - { at: 2s, gateway: kill }
  - { at: 2500ms, for: 1s, power_cut: { share: 50% } }
`;
const plan = planOf(parseScenario(SCENARIO, 'seeded.yaml'));

const FOUND: Record<string, FindingKind> = {
  'forgets its outbox when power is cut': 'unexplained',
  'lights acceptance without having heard of it': 'untrue',
  'gives a press a new identity when it sends it': 'doubled',
  'drops a press that was not receipted at once': 'unexplained',
};

function reportOn(fault: string) {
  process.env.BROKEN_FIRMWARE = fault;
  onTestFinished(() => {
    delete process.env.BROKEN_FIRMWARE;
  });
  const { signal } = new AbortController();
  const gateway = new GatewayProcess();
  return run(plan, { gateway, processes: 1, speed: 1, signal, generator: BROKEN });
}

describe('the simulator', () => {
  it('finds nothing in the real firmware', async () => {
    expect((await reportOn('')).findings).toEqual([]);
  });

  it('is tried with every fault', () => {
    expect(Object.keys(FOUND).sort()).toEqual(Object.keys(FIRMWARE_FAULTS).sort());
  });

  it.each(Object.entries(FOUND))('finds a firmware that %s', async (fault, kind) => {
    const { verdict, findings } = await reportOn(fault);
    expect(verdict).toBe('failed');
    const first = findings.find((finding) => finding.kind === kind);
    expect(first?.what).toMatch(/^SIM-\d{6}\/\d+\/\d+$/);
    expect(first?.detail).not.toBe('');
  });
});
