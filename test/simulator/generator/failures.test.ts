// What goes wrong with the generators themselves is told, and never hangs or hides.
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HOST, home, PoolBench, plan, startBench } from './support.ts';

describe('a generator', () => {
  it('that was blocked reports how late it was, and counts latency from the intended time', async () => {
    const bench = await startBench(1);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    // Presses every 10 ms: whenever the process stands still, some are due.
    const presses = Array.from({ length: 300 }, (_, place) => ({ at: place * 10, home: 0 }));
    await run.pool.start(plan(gateway, [home(0, 'light')], presses));
    await run.until(() => run.samples.length === 1);
    const pid = run.pool.pids[0]!;
    process.kill(pid, 'SIGSTOP');
    const stopped = performance.now();
    let blocked = 0;
    while (blocked < 400) {
      await bench.platform.report('nothing', 'answered');
      blocked = performance.now() - stopped;
    }
    process.kill(pid, 'SIGCONT');
    await run.until(() => run.sum('pressesStored') === 300);
    expect(Math.max(...run.all('lateness'))).toBeGreaterThan(300);
    expect(Math.max(...run.all('toStored'))).toBeGreaterThan(300);
    // Open loop: what was due meanwhile is made all the same.
    const { rows } = await run.collect();
    expect(rows.map(({ intendedAt }) => intendedAt)).toEqual(presses.map(({ at }) => at));
  });

  it('that is killed fails the run by name, and nothing that is awaited hangs', async () => {
    const bench = await startBench(4);
    const run = new PoolBench(2);
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    const homes = [0, 1, 2, 3].map((index) => home(index, 'light'));
    await run.pool.start(plan(gateway, homes, []));
    const [, pid] = run.pool.pids;
    process.kill(pid!, 'SIGSTOP');
    const collecting = expect(run.pool.collect()).rejects.toThrow('generator 2');
    const failed = once(run.pool, 'failed');
    process.kill(pid!, 'SIGKILL');
    const [error] = await failed;
    expect(error.message).toBe(`generator 2 (pid ${pid}) died: signal SIGKILL, with 2 homes`);
    await collecting;
    await expect(run.pool.collect()).rejects.toThrow('SIGKILL');
    await run.pool.end();
  });

  it('that throws says why', async () => {
    const run = new PoolBench();
    const failed = once(run.pool, 'failed');
    const broken = home(0, 'light', { secret: undefined as never });
    const starting = run.pool.start(plan({ host: HOST, port: 1 }, [broken], []));
    await expect(starting).rejects.toThrow(/^generator 1 \(pid \d+\) failed: TypeError/);
    expect((await failed)[0].message).toContain('with 1 homes');
  });

  it('that does not answer is ended by force', async () => {
    const bench = await startBench(1);
    const run = new PoolBench();
    const gateway = { host: HOST, port: bench.gateway.mqttPort };
    await run.pool.start(plan(gateway, [home(0, 'light')], []));
    const pid = run.pool.pids[0]!;
    process.kill(pid, 'SIGSTOP');
    await run.pool.end();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('whose homes find no gateway keeps trying, and its presses stay in the outbox', async () => {
    const run = new PoolBench();
    const start = plan({ host: HOST, port: 1 }, [home(0, 'light'), home(1, 'whole')], []);
    await run.pool.start(start);
    await run.until(() => run.samples.length === 2);
    expect(run.samples.at(-1)).toMatchObject({ off: 0, connecting: 2, connected: 0 });
  });
});
