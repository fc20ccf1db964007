// A call that the platform takes is 受理 in every Chinese text; 接受 stays for what a device or a person takes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** A proof, a token, a key, a warning and a load: no call. */
const OTHERS =
  /不接受密钥证明|不接受这个令牌|您仍然接受的|低会接受并|已接受的警告|设备接受后于下次连接|网关所能接受/g;

it('the platform 受理 a call, whoever tells it', () => {
  const tracked = execFileSync('git', ['ls-files', '-z', 'gateway', 'simulator', '*.md'], {
    cwd: ROOT,
  });
  const files = tracked.toString().split('\0').filter(Boolean);
  const wrong = files.flatMap((file) =>
    readFileSync(`${ROOT}${file}`, 'utf8')
      .split('\n')
      .filter((line) => line.replaceAll(OTHERS, '').includes('接受'))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
