// Metrics: what Prometheus reads, at a cost that no press notices, and never with the name of a device.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GaugeSources } from '#gateway/monitoring/gauges.ts';
import { Metrics } from '#gateway/monitoring/metrics.ts';

function started(sources: Partial<GaugeSources> = {}): Metrics {
  const metrics = new Metrics('1.2.3');
  metrics.start({ connected: () => 0, refusals: () => ({}), ...sources });
  onTestFinished(() => metrics.stop());
  return metrics;
}

/** The value of one series. */
async function value(metrics: Metrics, series: string): Promise<number> {
  const line = (await metrics.text()).split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length));
}

describe('what is timed', () => {
  it('is in seconds, by stage and key, from 1 ms to 10 min', async () => {
    const metrics = started();
    metrics.reached('stored', 'red', 3);
    metrics.reached('stored', 'red', 45_000);
    metrics.reached('answered', 'green', 599_000);
    const of = (name: string, labels: string) =>
      value(metrics, `callbutton_press_stage_seconds_${name}{${labels}}`);
    expect(await of('count', 'stage="stored",key="red"')).toBe(2);
    expect(await of('sum', 'stage="stored",key="red"')).toBeCloseTo(45.003);
    expect(await of('bucket', 'le="0.001",stage="stored",key="red"')).toBe(0);
    expect(await of('bucket', 'le="0.005",stage="stored",key="red"')).toBe(1);
    expect(await of('bucket', 'le="60",stage="stored",key="red"')).toBe(2);
    expect(await of('bucket', 'le="600",stage="answered",key="green"')).toBe(1);
  });

  it('are attempts, by destination, severity and outcome', async () => {
    const metrics = started();
    metrics.attempted('platform', 'status', 'TIMEOUT', 10_000);
    const labels = 'destination="platform",severity="status",outcome="TIMEOUT"';
    expect(await value(metrics, `callbutton_attempt_seconds_sum{${labels}}`)).toBe(10);
  });
});

describe('what waits for devices', () => {
  it('are open commands by their state, and configurations that were not taken', async () => {
    const status = { commands: { queued: 3, sent: 1 }, pendingConfigurations: 7 };
    const metrics = started({ administration: () => status });
    expect(await value(metrics, 'callbutton_open_commands{state="queued"}')).toBe(3);
    expect(await value(metrics, 'callbutton_open_commands{state="sent"}')).toBe(1);
    expect(await value(metrics, 'callbutton_pending_configurations')).toBe(7);
  });
});

describe('what is counted', () => {
  it('are uplinks, duplicates, breaches and what was shed', async () => {
    const metrics = started();
    for (let i = 0; i < 3; i++) metrics.received('press');
    metrics.duplicate('press');
    metrics.missedDeadline('accepted', 'red', 'platform_slow');
    metrics.shed('heartbeat');
    const cause = 'limit="accepted",key="red",cause="platform_slow"';
    expect(await value(metrics, 'callbutton_uplinks_total{kind="press"}')).toBe(3);
    expect(await value(metrics, 'callbutton_duplicates_total{kind="press"}')).toBe(1);
    expect(await value(metrics, `callbutton_breaches_total{${cause}}`)).toBe(1);
    expect(await value(metrics, 'callbutton_shed_total{what="heartbeat"}')).toBe(1);
  });

  it('are refusals by code, as they stand when asked', async () => {
    let count = 1;
    const metrics = started({ refusals: () => ({ SEAL_WRONG: count }) });
    const series = 'callbutton_refusals_total{code="SEAL_WRONG"}';
    expect(await value(metrics, series)).toBe(1);
    count = 5;
    expect(await value(metrics, series)).toBe(5);
    expect(await value(metrics, series)).toBe(5);
  });
});

describe('a gauge', () => {
  const NOTHING = { queued: 0, running: 0 };
  const SOURCES: Partial<GaugeSources> = {
    connected: () => 7,
    devices: () => ({ well: 5, silent: 2 }),
    calls: () => ({
      openCalls: { red: 2, green: 4 },
      oldestPressMs: { red: 1_500 },
      refused: 2,
      lanes: {
        red: { first: { queued: 0, running: 3 }, repeated: NOTHING },
        green: { first: NOTHING, repeated: { queued: 100, running: 32 } },
        status: { first: NOTHING, repeated: NOTHING },
      },
    }),
    links: () => ({ duty: true, centre: false }),
    officers: () => ({ desk: 2 }),
    journalProblem: () => ({}),
    journalSize: async () => ({ bytes: 4_096, records: 12, openPresses: 3 }),
    certificateExpiresAt: () => 2_000_000_000_000,
  };

  it('shows what is asked for at the moment of the question', async () => {
    const metrics = started(SOURCES);
    const expected: [string, number][] = [
      ['connected', 7],
      ['devices{state="silent"}', 2],
      ['lane_queued{lane="green",attempts="repeated"}', 100],
      ['lane_running{lane="red",attempts="first"}', 3],
      ['open_calls{key="green"}', 4],
      ['oldest_press_seconds{key="red"}', 1.5],
      ['oldest_press_seconds{key="green"}', 0],
      ['refused_presses', 2],
      ['destination_link{destination="duty"}', 1],
      ['destination_link{destination="centre"}', 0],
      ['desk_officers{destination="desk"}', 2],
      ['journal_bytes', 4_096],
      ['journal_open_presses', 3],
      ['journal_failing', 1],
      ['certificate_expires_timestamp_seconds', 2_000_000_000],
      [`build_info{version="1.2.3",node="${process.version}"}`, 1],
    ];
    for (const [series, number] of expected) {
      expect([series, await value(metrics, `callbutton_${series}`)]).toEqual([series, number]);
    }
  });

  it('is not shown where nothing is known', async () => {
    const text = await started({ ...SOURCES, certificateExpiresAt: () => undefined }).text();
    expect(text).not.toMatch(/^callbutton_certificate_expires_timestamp_seconds/m);
    expect(await started().text()).not.toMatch(/^callbutton_journal_bytes/m);
  });

  it('forgets a state that nobody is in any more', async () => {
    let states: Record<string, number> = { silent: 2 };
    const metrics = started({ devices: () => states });
    await metrics.text();
    states = { well: 2 };
    expect(await metrics.text()).not.toContain('silent');
  });

  it('of the journal is asked for seldom, because that takes long', async () => {
    let asked = 0;
    const metrics = started({
      journalSize: async () => {
        asked++;
        return { bytes: 1, records: 1, openPresses: 0 };
      },
    });
    await metrics.text();
    expect(await value(metrics, 'callbutton_journal_bytes')).toBe(1);
    expect(asked).toBe(1);
  });

  it('of a journal that hangs or fails holds up none of the others', async () => {
    for (const journalSize of [() => new Promise<never>(() => {}), () => Promise.reject('full')]) {
      const metrics = started({ journalSize, connected: () => 7, journalProblem: () => ({}) });
      const text = await metrics.text();
      expect(text).toMatch(/^callbutton_connected 7$/m);
      expect(text).toMatch(/^callbutton_journal_failing 1$/m);
      expect(text).not.toMatch(/^callbutton_journal_bytes/m);
    }
  });

  it('of the event loop shows how late it was, once', async () => {
    const metrics = started();
    // Its own timer measures it: a turn of the loop before and one after.
    await tick();
    const from = performance.now();
    while (performance.now() - from < 60);
    await tick();
    const longest = 'callbutton_event_loop_delay_seconds{quantile="1"}';
    expect(await value(metrics, longest)).toBeGreaterThan(0.05);
    expect(await value(metrics, longest)).toBeLessThan(0.05);
  });
});

/** Longer than the 10 ms at which the loop's delay is looked at. */
function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 30));
}

describe('the number of series', () => {
  it('has a bound: no label is about one device', async () => {
    const metrics = started({ devices: () => ({ well: 1 }), refusals: () => ({ SEAL_WRONG: 1 }) });
    const labels = new Set((await metrics.text()).match(/(?<=[{,])\w+(?==")/g));
    const allowed = [
      'stage',
      'key',
      'destination',
      'severity',
      'outcome',
      'kind',
      'limit',
      'cause',
      'what',
      'state',
      'lane',
      'attempts',
      'code',
      'quantile',
      'version',
      'node',
      'le',
    ];
    expect([...labels].filter((label) => !allowed.includes(label))).toEqual([]);
  });
});
