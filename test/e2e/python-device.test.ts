// A device that somebody else wrote, in Python from protocol/README.md alone, with a real gateway. Skipped without paho.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';

const ID = 'CB-0001';
const FOLDER = new URL('python-device/', import.meta.url).pathname;
const VECTORS = new URL('../../protocol/vectors/', import.meta.url).pathname;

/** The Python that can do it: `PYTHON`, the first on the PATH, or the system's, which has Debian's paho. */
const python = [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
  (name) => name && canRun(name),
);

function canRun(name: string): boolean {
  try {
    execFileSync(name, ['-c', 'import paho.mqtt.client'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

type Line = Record<string, unknown>;

/** One run of a script. */
class Script {
  readonly lines: Line[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #errors = '';

  constructor(args: string[], heard: (line: Line) => void = () => {}) {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    this.#child = spawn(python!, args, { cwd: FOLDER, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.#child, 'close');
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    this.#child.stderr!.on('data', (chunk) => {
      this.#errors += chunk;
    });
    createInterface(this.#child.stdout!).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      this.lines.push(line);
      heard(line);
    });
  }

  /** How it ended, and what it says to a person. */
  async said(): Promise<{ code: unknown; text: string }> {
    const [code] = await this.#ended;
    return { code, text: this.#errors };
  }

  /** Its exit code, once everything that it said was read. What it said is told when it failed. */
  async end(): Promise<Line[]> {
    const [code] = await this.#ended;
    if (code !== 0) throw new Error(`exit ${code}\n${JSON.stringify(this.lines)}\n${this.#errors}`);
    return this.lines;
  }
}

async function run(
  name: string,
  heard: (line: Line, bench: TestBench) => void = () => {},
): Promise<{ bench: TestBench; lines: Line[] }> {
  const bench = await TestBench.start([ID]);
  onTestFinished(() => bench.close());
  const key = Buffer.from(testDevice(ID).keys[0]!.secret).toString('hex');
  const args = ['device.py', name, String(bench.gateway.mqttPort), ID, key, '7'];
  const script = new Script(args, (line) => heard(line, bench));
  return { bench, lines: await script.end() };
}

const lights = (lines: Line[]) =>
  lines.filter(({ event }) => event === 'light').map(({ stage }) => stage);
const without = (lines: Line[], event: string) => lines.filter((line) => line.event !== event);

describe.skipIf(!python)('a device written in Python from the specification', () => {
  test('reads and writes the golden vectors', async () => {
    const lines = await new Script(['vectors.py', VECTORS]).end();
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line.wrong).toEqual([]);
  });

  test('places a red call, is counted once, and shows what became of it, over a lost connection', async () => {
    const { bench, lines } = await run('call', (line, { platform }) => {
      if (line.event === 'connected' && line.connect_no === 2) {
        void platform.report('CB-0001.7.1', 'answered');
      }
    });
    expect(without(lines, 'light')).toEqual([
      { event: 'connected', connect_no: 1, light: null },
      { event: 'receipt', number: 1, result: 'stored' },
      { event: 'receipt', number: 2, result: 'duplicate' },
      { event: 'receipt', number: 3, result: 'stored' },
      { event: 'connected', connect_no: 2, light: 'accepted' },
      { event: 'receipt', number: 1, result: 'stored' },
    ]);
    expect(lights(lines).join(' ')).toMatch(/^(stored )?accepted accepted answered$/);
    expect([...bench.platform.received.keys()]).toEqual(['CB-0001/7/1']);
    expect(bench.gateway.health().refusals).toEqual({});
  });

  test('may send its press right after the CONNACK, and gets the receipt', async () => {
    const { lines } = await run('early');
    expect(without(lines, 'light')).toEqual([{ event: 'receipt', number: 1, result: 'stored' }]);
  });

  test('gets a PUBACK and no receipt for what it seals with a wrong key', async () => {
    const { bench, lines } = await run('wrong-seal');
    expect(without(lines, 'light')).toEqual([
      { event: 'connected', connect_no: 1, light: null },
      { event: 'puback', number: 1 },
      { event: 'receipt', number: 2, result: 'stored' },
      { event: 'unreceipted', number: 1 },
    ]);
    expect(bench.gateway.health().refusals).toEqual({ SEAL_WRONG: 1 });
  });

  test('believes nothing that is sealed with a wrong key', async () => {
    const { lines } = await run('false-gateway');
    expect(lines.at(-1)).toEqual({
      event: 'ended',
      connected: false,
      light: null,
      in_outbox: true,
    });
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines.slice(0, -1)) {
      expect(line).toEqual({ event: 'refused', code: 'SEAL_WRONG' });
    }
  });

  test('is not let in with a password that is sealed with a wrong key', async () => {
    const { bench, lines } = await run('wrong-password');
    expect(lines).toEqual([{ event: 'ended', connected: false }]);
    expect(bench.gateway.health().refusals).toEqual({ CONNECT_SEAL_WRONG: 1 });
  });

  test('says to a person why it was refused, and how it is used', async () => {
    const bench = await TestBench.start([ID]);
    onTestFinished(() => bench.close());
    const port = String(bench.gateway.mqttPort);
    const said = (...args: string[]) => new Script(['device.py', ...args]).said();
    const key = '00'.repeat(32);
    const refused = await said('call', port, ID, key, '7');
    expect(refused).toEqual({
      code: 1,
      text: expect.stringMatching(/The gateway refused the connection\. CONNACK [45]: /),
    });
    expect(await said()).toMatchObject({
      code: 2,
      text: expect.stringContaining('usage: device.py'),
    });
    expect((await said('dance', port, ID, key, '7')).text).toContain("invalid choice: 'dance'");
    expect((await said('call', port, ID, '00', '7')).text).toContain('64 hex digits');
    const closed = await said('call', '1', ID, key, '7');
    expect(closed).toMatchObject({ code: 1, text: expect.stringContaining('is not reached') });
  });
});
