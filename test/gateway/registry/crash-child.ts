// Changes a registry until it is killed: says each change when it has resolved. Argument: the data folder.

import { formerKeys } from '#gateway/registry/key-file.ts';
import { LevelRegistry } from '#gateway/registry/level-registry.ts';
import { systemClock } from '#gateway/system/clock.ts';

const [, , data] = process.argv;
if (data) {
  const log = { info() {}, warn() {}, error() {} };
  const former = formerKeys(`${data}/keys.json`);
  const registry = new LevelRegistry({ data, clock: systemClock, log, former });
  await registry.start();
  const actor = { name: 'child', role: 'admin' as const };
  const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const work = async (lane: number) => {
    for (let at = 0; ; at++) {
      const deviceId = `CB-${lane}-${String(at).padStart(4, '0')}`;
      await registry.register(actor, { deviceId, group: `${at}` });
      say({ deviceId, state: 'new' });
      const { version, secret } = await registry.issueKey(actor, deviceId);
      say({ deviceId, version, secret: Buffer.from(secret).toString('hex') });
      await registry.change(actor, deviceId, { state: 'suspended' });
      say({ deviceId, state: 'suspended' });
    }
  };
  await Promise.all([1, 2, 3, 4].map(work));
}
