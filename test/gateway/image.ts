// What the Dockerfile makes of the package, without a builder: the same files, user and commands in a root folder of their own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOCKERFILE = readFileSync(join(ROOT, 'gateway/Dockerfile'), 'utf8').replaceAll('\\\n', '');
const PACKAGE = '/usr/local/lib/node_modules/call-button';
const DATA = '/var/lib/call-button';
const USER = Number(/--uid (\d+)/.exec(DOCKERFILE)?.[1]);
const ENVIRONMENT = (/^ENV (.*)$/m.exec(DOCKERFILE)?.[1] ?? '').split(' ');

/** The words of an instruction that has them as a list. */
function wordsOf(instruction: RegExp): string[] {
  const [, words = '[]'] = instruction.exec(DOCKERFILE) ?? [];
  return JSON.parse(words);
}

const RUN = [...wordsOf(/^ENTRYPOINT (.*)$/m), ...wordsOf(/^CMD (.*)$/m)];
const HEALTH_CHECK = wordsOf(/^HEALTHCHECK .*CMD (.*)$/m);

export class Image {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** In `root`, a new folder, with the unpacked package and this configuration. Needs root. */
  static async build(root: string, unpacked: string, configuration: string): Promise<Image> {
    for (const program of [process.execPath, '/usr/bin/env']) await copyProgram(root, program);
    // Where the image has it.
    await copyTo(root, process.execPath, '/usr/local/bin/node');
    await mkdir(dirname(join(root, PACKAGE)), { recursive: true });
    execFileSync('cp', ['-a', unpacked, join(root, PACKAGE)]);
    const modules = join(root, PACKAGE, 'node_modules');
    execFileSync('rm', ['-r', modules]);
    execFileSync('cp', ['-a', join(ROOT, 'node_modules'), modules]);
    const { bin } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
    await symlink(join(PACKAGE, bin['call-button']), join(root, '/usr/local/bin/call-button'));
    await mkdir(join(root, DATA), { recursive: true });
    await chown(join(root, DATA), USER, USER);
    await mkdir(join(root, '/etc/call-button'), { recursive: true });
    await writeFile(join(root, '/etc/call-button/gateway.yaml'), configuration);
    // A temporary folder is its maker's alone.
    await chmod(root, 0o755);
    return new Image(root);
  }

  /** As `docker run` does. */
  run(): ChildProcess {
    return this.#start(RUN);
  }

  /** As Docker asks every ten seconds. */
  askHealth(): ChildProcess {
    return this.#start(HEALTH_CHECK);
  }

  #start(words: string[]): ChildProcess {
    const inside = ['/usr/bin/env', '-i', '-C', DATA, 'PATH=/usr/local/bin', ...ENVIRONMENT];
    const user = `--userspec=${USER}:${USER}`;
    return spawn('chroot', [user, this.#root, ...inside, ...words]);
  }
}

/** With the libraries that it is linked to, and the loader. */
async function copyProgram(root: string, program: string): Promise<void> {
  await copyTo(root, program, program);
  const linked = execFileSync('ldd', [program], { encoding: 'utf8' });
  for (const [, library] of linked.matchAll(/(\/\S+) \(0x/g)) {
    await copyTo(root, library as string, library as string);
  }
}

async function copyTo(root: string, from: string, to: string): Promise<void> {
  const place = join(root, to);
  await mkdir(dirname(place), { recursive: true });
  await copyFile(realpathSync(from), place);
}
