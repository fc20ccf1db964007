// The systemd unit and the Dockerfile: that they say what the gateway is and does.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '#gateway/config/duration.ts';
import { tempFolder } from './temp.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`../../gateway/${name}`, import.meta.url));
const unit = readFileSync(fileOf('call-button.service'), 'utf8');
const dockerfile = readFileSync(fileOf('Dockerfile'), 'utf8');
const hasSystemd = existsSync('/usr/bin/systemd-analyze');

describe('the systemd unit', () => {
  it.skipIf(!hasSystemd)('is one that systemd understands (systemd-analyze)', async () => {
    // The command and the user are those of a machine where it is installed.
    const file = join(await tempFolder(), 'call-button.service');
    const here = unit.replaceAll('/usr/bin/env call-button', '/bin/true');
    await writeFile(file, here.replace(/^(User|Group)=.*$/gm, ''));
    const { stderr, status } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('brings it back always, reloads it with SIGHUP, and lets a stop end by itself', () => {
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).toMatch(/^ExecReload=\/bin\/kill -HUP \$MAINPID$/m);
    const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
    expect(parseDuration(`${seconds}s`)).toBeGreaterThanOrEqual(30_000);
  });

  it('leaves it nothing to write but its data', () => {
    for (const line of ['ProtectSystem=strict', 'ProtectHome=yes', 'NoNewPrivileges=yes']) {
      expect(unit.split('\n')).toContain(line);
    }
    expect(unit).not.toMatch(/^ReadWritePaths=/m);
    expect(unit).toMatch(/^StateDirectory=call-button$/m);
  });
});

describe('the Dockerfile', () => {
  it('runs it without root, on a volume, and asks it where its configuration says', () => {
    expect(dockerfile).toMatch(/^USER call-button$/m);
    expect(dockerfile).toMatch(/^VOLUME \/var\/lib\/call-button$/m);
    expect(dockerfile).toMatch(/"call-button", "gateway", "--config", .*"--ready"/);
  });

  it('copies no key, no secret and nothing that was built elsewhere', () => {
    const ignored = readFileSync(fileOf('Dockerfile.dockerignore'), 'utf8').split('\n');
    for (const name of ['devices*.yaml', 'gateway*.yaml', '*.secret', '**/node_modules', '.git']) {
      expect(ignored).toContain(name);
    }
  });
});

it('unit and image both give the name server threads of its own, so that it can not keep the journal waiting', () => {
  for (const text of [unit, dockerfile]) expect(text).toContain('UV_THREADPOOL_SIZE=16');
});

it('every script of the package that can start a gateway gives it those threads, and room for what is young', () => {
  const { scripts } = JSON.parse(readFileSync(fileOf('../package.json'), 'utf8'));
  const starting = Object.values<string>(scripts).filter((script) => script.includes('cli/bin.ts'));
  expect(starting.length).toBeGreaterThan(3);
  for (const script of starting)
    expect(script).toMatch(/^UV_THREADPOOL_SIZE=16 node --max-semi-space-size=64 /);
});
