// A terminal for tests: a command in a pseudo-terminal of socat, what it shows, and a hand on the keyboard.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';

const BIN = fileURLToPath(new URL('../../gateway/cli/bin.ts', import.meta.url));
const SAYS_WITHIN_MS = 20_000;

export class Terminal {
  /** All that was shown, without colours and cursor movements. */
  shown = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #from = 0;
  #heard = () => {};

  /** `call-button` with these words. */
  constructor(words: string[], environment: NodeJS.ProcessEnv) {
    const quoted = [process.execPath, '--import', import.meta.resolve('tsx'), BIN, ...words].map(
      (word) => `"${word.replaceAll(/[\\"$`]/g, '\\$&')}"`,
    );
    // Through a variable: socat's addresses have a grammar of their own.
    const exec = 'SYSTEM:eval "$CALL_BUTTON_TEST_COMMAND",pty,setsid,ctty,stderr,sane';
    const env = {
      ...process.env,
      ...environment,
      CALL_BUTTON_TEST_COMMAND: `stty rows 40 cols 100; exec ${quoted.join(' ')}`,
    };
    this.#child = spawn('socat', ['-t1', '-', exec], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.shown += stripVTControlCharacters(text);
      this.#heard();
    });
    this.ended = once(this.#child, 'close').then(([code]) => code as number | null);
    onTestFinished(() => void this.#child.kill('SIGKILL'));
  }

  /** Resolves when this is shown, after what was waited for before. */
  async says(text: string): Promise<void> {
    const isThere = () => {
      const at = this.shown.indexOf(text, this.#from);
      if (at >= 0) this.#from = at + text.length;
      return at >= 0;
    };
    if (isThere()) return;
    await new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`it did not show ${text}:\n${this.shown.slice(-3_000)}`));
      const timer = setTimeout(late, SAYS_WITHIN_MS);
      this.#heard = () => {
        if (!isThere()) return;
        clearTimeout(timer);
        this.#heard = () => {};
        resolve();
      };
    });
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Waits for a question and answers it. */
  async answer(question: string, words: string): Promise<void> {
    await this.says(question);
    this.type(`${words}\r`);
  }
}
