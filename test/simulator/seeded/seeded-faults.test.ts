// The simulator's own proof: gateways with deliberate faults, and what it says of each. A right one passes.
import { describe, expect, it } from 'vitest';
import { GatewayProcess, REAL_GATEWAY } from '#simulator/gateway-process.ts';
import type { Plan } from '#simulator/plan.ts';
import type { FindingKind } from '#simulator/report/model.ts';
import { run } from '#simulator/run.ts';
import { parseScenario } from '#simulator/scenario/load.ts';
import { planOf } from '#simulator/scenario/plan.ts';
import { GATEWAY_FAULTS } from './broken-gateway.ts';

const BROKEN = new URL('./broken-gateway.ts', import.meta.url).pathname;

/** Whole and light homes press red and green; the platform is down for a moment, and the gateway is killed in it. */
const SCENARIO = `
title: A little of what breaks gateways
about: for the seeded faults
duration: 5s
settle: 5s
answer_after: never
homes:
  - { count: 4, kind: whole, group: a, power_on: { over: 500ms } }
  - { count: 8, kind: light, group: b, power_on: { over: 500ms } }
load:
  - { at: 1s, for: 4s, press: both, red_share: 50%, rate: 12/s }
faults:
  - { at: 2s, for: 2s, platform: down }
  - { at: 3s, gateway: kill }
`;

const plan: Plan = planOf(parseScenario(SCENARIO, 'seeded.yaml'));

/** A right gateway settles by itself, so the wait for it costs nothing, however slow the machine; a broken one may not. */
const RIGHT_SETTLES_WITHIN_MS = 60_000;

async function reportOn(fault: string) {
  const args = ['--import', 'tsx', BROKEN, fault];
  const gateway = new GatewayProcess(fault === '' ? REAL_GATEWAY : { ...REAL_GATEWAY, args });
  const { signal } = new AbortController();
  const settleMs = fault === '' ? RIGHT_SETTLES_WITHIN_MS : plan.settleMs;
  return run({ ...plan, settleMs }, { gateway, processes: 1, speed: 1, signal });
}

/** What must be found of each, at least. */
const FOUND: Record<string, FindingKind[]> = {
  'acknowledges before storing': ['lost'],
  'forgets on restart what it had': ['lost'],
  'receipts a press that it did not keep': ['lost'],
  'gives one press two call ids': ['doubled'],
  'tells of an acceptance that did not happen': ['lost', 'untrue'],
  'tells of an acceptance before it happens': ['untrue'],
  'gives up when the platform is down': ['lost', 'untrue'],
  'delivers a press under the name of another device': ['lost', 'doubled'],
  'joins presses of different homes in one call': ['doubled'],
  'says green where red was pressed': ['altered'],
  'never takes a green press': ['unexplained'],
  'names another resident': ['altered'],
  'calls a real press a test': ['altered'],
  'refuses devices that are in order': ['unexpected-code'],
};

describe('the simulator', () => {
  it('finds nothing in the real gateway', async () => {
    const { verdict, findings, totals } = await reportOn('');
    expect(findings).toEqual([]);
    expect(verdict).toBe('passed');
    expect(totals.presses).toBeGreaterThan(40);
    expect(totals.accepted).toBe(totals.presses);
  });

  it('is tried with every fault', () => {
    expect(Object.keys(FOUND).sort()).toEqual(Object.keys(GATEWAY_FAULTS).sort());
  });

  it.each(Object.entries(FOUND))('finds a gateway that %s', async (fault, kinds) => {
    const { verdict, findings, totals } = await reportOn(fault);
    expect(verdict).toBe('failed');
    expect(Object.keys(totals.findings)).toEqual(expect.arrayContaining(kinds));
    const first = findings.find(({ kind }) => kind === kinds[0])!;
    const isPress = kinds[0] !== 'unexpected-code';
    expect(first.what).toMatch(isPress ? /^SIM-\d{6}\/\d+\/\d+$/ : /^CONNECT_SEAL_WRONG$/);
    expect(first.detail).not.toBe('');
  });
});
