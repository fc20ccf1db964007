// `call-button gateway` in a process of its own: what it logs, line by line, and the signals of an operator.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { awaited } from '#test/support/until.ts';

const BIN = fileURLToPath(new URL('../../../gateway/cli/bin.ts', import.meta.url));

export class GatewayCommand {
  readonly child: ChildProcess;
  output = '';

  /** `environment` is added to this process's own; a `PWD` in it is the folder where the gateway is started. */
  constructor(config: string, environment: NodeJS.ProcessEnv, ...options: string[]) {
    const args = [
      '--import',
      import.meta.resolve('tsx'),
      BIN,
      'gateway',
      '--config',
      config,
      ...options,
    ];
    this.child = spawn(process.execPath, args, {
      cwd: environment.PWD,
      env: { ...process.env, ...environment },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (bytes) => {
        this.output += bytes;
      });
    }
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  /** What was logged. */
  get lines(): Record<string, unknown>[] {
    const whole = this.output.split('\n').slice(0, -1);
    return whole.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  /** Resolves with the first log line for which this holds, from the `from`-th on. */
  async says(
    is: (line: Record<string, unknown>) => boolean,
    from = 0,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const line = this.lines.slice(from).find(is);
      if (line) return line;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`it ended before it said that:\n${this.output}`);
      }
      const news = Promise.race([
        once(this.child.stdout as NodeJS.ReadableStream, 'data'),
        once(this.child, 'close'),
      ]);
      await awaited(news, () => `a log line for which ${is}, in:\n${this.output}`);
    }
  }

  /** SIGHUP; resolves with the line that says what came of it. */
  async reload(): Promise<Record<string, unknown>> {
    const from = this.lines.length;
    this.child.kill('SIGHUP');
    return await this.says(({ msg }) => /^(reloaded$|not reloaded: )/.test(String(msg)), from);
  }

  /** SIGTERM; resolves with the exit code. */
  async stop(): Promise<number | null> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    const [code] = await awaited(closed, () => `the end of the gateway:\n${this.output}`);
    return code;
  }
}

/** Of `host:port`. */
export const portOf = (address: unknown) => Number(String(address).split(':').at(-1));
