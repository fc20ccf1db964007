// Logs and counters: codes and ids, one line each, and nothing that an attacker or a resident put there.
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { createLog, type LogLevel } from '#gateway/monitoring/log.ts';
import { FakeLog } from '../delivery/bench.ts';

function logged(level: LogLevel, write: (log: ReturnType<typeof createLog>) => void) {
  const out = new PassThrough();
  write(createLog(level, out as unknown as NodeJS.WriteStream));
  const text = String(out.read() ?? '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('the log', () => {
  it('is one JSON object in each line, with level, UTC time, fields and message', () => {
    const [line] = logged('info', (log) => log.warn({ code: 'A' }, 'refused'));
    expect(line).toMatchObject({ level: 'warn', code: 'A', msg: 'refused' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('stays one line whatever a field holds', () => {
    const lines = logged('info', (log) => log.info({ detail: 'a\n{"level":"error"}' }, 'x\ny'));
    expect(lines).toHaveLength(1);
  });

  it('shows of an error its message only', () => {
    const error = Object.assign(new Error('disk full'), { home: 'Gartenweg 3' });
    const [line] = logged('info', (log) => log.error({ error }, 'failed'));
    expect(line.error).toBe('disk full');
    expect(JSON.stringify(line)).not.toContain('Gartenweg');
  });

  it('leaves out what is below its level', () => {
    const all = (log: ReturnType<typeof createLog>) => {
      log.info({}, 'info');
      log.warn({}, 'warn');
      log.error({}, 'error');
    };
    expect(logged('warn', all).map(({ msg }) => msg)).toEqual(['warn', 'error']);
    expect(logged('silent', all)).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is counted under its code and logged with it', () => {
    const log = new FakeLog();
    const refusals = new Refusals(log);
    refusals.count('QOS_WRONG', 'CB-1');
    refusals.count('QOS_WRONG', 'CB-2', 'detail');
    refusals.count('FRAME_MALFORMED', undefined);
    expect(refusals.counts()).toEqual({ QOS_WRONG: 2, FRAME_MALFORMED: 1 });
    expect(log.lines.map(({ fields }) => fields)).toEqual([
      { code: 'QOS_WRONG', device: 'CB-1' },
      { code: 'QOS_WRONG', device: 'CB-2', detail: 'detail' },
      { code: 'FRAME_MALFORMED' },
    ]);
  });

  it('of an attack is marked as a security event', () => {
    const log = new FakeLog();
    new Refusals(log).count('CONNECT_REPLAYED', 'CB-1');
    expect(log.lines[0]?.fields).toMatchObject({ security: true });
  });

  for (const claim of ['', 'a b', 'CB-1\n', '<b>', 'x'.repeat(33), '../etc']) {
    it(`never shows a device_id such as ${JSON.stringify(claim)}`, () => {
      const log = new FakeLog();
      new Refusals(log).count('DEVICE_UNKNOWN', claim);
      expect(log.lines[0]?.fields).toEqual({ code: 'DEVICE_UNKNOWN' });
    });
  }
});
