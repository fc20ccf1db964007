// Practising an installation: the command's own words lead somebody who has no board from the box to in service.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadSerial } from '#gateway/provisioning/cable/serial.ts';
import { tempFolder } from '#test/gateway/temp.ts';
import { hasSocat } from '#test/support/pty.ts';
import { until } from '#test/support/until.ts';

const BIN = fileURLToPath(new URL('../../gateway/cli/bin.ts', import.meta.url));
const hasSerial = await loadSerial().then(
  () => true,
  () => false,
);

interface Running {
  child: ChildProcessWithoutNullStreams;
  said: () => string;
}

function callButton(words: string[], environment: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), BIN, ...words], {
    env: { ...process.env, LC_ALL: '', LANG: 'zh_CN.UTF-8', ...environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  onTestFinished(() => void child.kill());
  return { child, said: () => said };
}

test.skipIf(!hasSocat || !hasSerial)(
  'what practice says installs its button, and nothing of it is left',
  async () => {
    const practice = callButton(['practice']);
    await until(() => practice.said().includes('按键：g'));
    const [, token = '', url = ''] =
      /CALL_BUTTON_TOKEN=(\S+) CALL_BUTTON_GATEWAY=(\S+)/.exec(practice.said()) ?? [];
    const words = / -- (provision .+)/.exec(practice.said())?.[1]?.split(' ') ?? [];
    const password = /密码是 (\S+?)。/.exec(practice.said())?.[1];
    const given = ['--device-id', 'CB-0001', '--reference', 'H-1', '--wifi', '张家'];
    const installer = callButton([...words, ...given, '--signals-seen', '--yes'], {
      CALL_BUTTON_TOKEN: token,
      CALL_BUTTON_GATEWAY: url,
      CALL_BUTTON_WIFI_PASSWORD: password,
    });
    await until(() => installer.said().includes('按一下绿键'));
    practice.child.stdin.write('g');
    await until(() => installer.said().includes('按一下红键'));
    practice.child.stdin.write('r');
    expect((await once(installer.child, 'close'))[0]).toBe(0);
    expect(installer.said()).toContain('CB-0001 已投入使用');
    expect(practice.said()).toContain('平台：测试呼叫，CB-0001 的红键');
    const cable = words[words.indexOf('--port') + 1] as string;
    practice.child.stdin.write('p');
    await until(() => practice.said().includes('数据线：已拔下'));
    expect(existsSync(cable)).toBe(false);
    practice.child.stdin.write('q');
    expect((await once(practice.child, 'close'))[0]).toBe(0);
    expect(existsSync(dirname(cable))).toBe(false);
  },
);

test('without socat practice says what to install, and ends with 2', async () => {
  const practice = callButton(['practice'], { PATH: '/nowhere' });
  expect((await once(practice.child, 'close'))[0]).toBe(2);
  expect(practice.said()).toContain('请安装 socat');
});

/** What practice has of its own; others keep theirs there too. */
const leftIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('call-button-practice-'));

test.skipIf(!hasSocat)(
  'the cable may be pulled and plugged in as fast as a finger goes: one turn after the other',
  async () => {
    const TMPDIR = await tempFolder();
    const practice = callButton(['practice'], { TMPDIR });
    await until(() => practice.said().includes('按键：g'));
    practice.child.stdin.write('pppp');
    const turns = () => practice.said().match(/数据线：\S+/g) ?? [];
    await until(() => turns().length === 4 || practice.child.exitCode !== null);
    const pulled = '数据线：已拔下';
    const plugged = '数据线：已接好';
    expect(turns()).toEqual([pulled, plugged, pulled, plugged]);
    practice.child.stdin.write('pq');
    expect((await once(practice.child, 'close'))[0]).toBe(0);
    expect(await leftIn(TMPDIR)).toEqual([]);
  },
);

for (const [signal, when] of [
  ['SIGHUP', 'a terminal that is closed'],
  ['SIGTERM', 'an end while it starts'],
] as const) {
  test.skipIf(!hasSocat)(`${when} leaves nothing of practice behind`, async () => {
    const TMPDIR = await tempFolder();
    const practice = callButton(['practice'], { TMPDIR });
    await until(async () =>
      signal === 'SIGHUP' ? practice.said().includes('按键：g') : (await leftIn(TMPDIR)).length > 0,
    );
    practice.child.kill(signal);
    await once(practice.child, 'close');
    expect(await leftIn(TMPDIR)).toEqual([]);
  });
}
