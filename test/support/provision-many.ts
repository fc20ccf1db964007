// `npm run provision-many -- --devices 100`: so many virtual devices through bad lines, and the proof that none is lost or double.
import { parseArgs } from 'node:util';
import { sha256 } from '#firmware/host/sha256.ts';
import { loadSettings } from '#firmware/src/service/settings-store.ts';
import { AdminGateway } from './admin-gateway.ts';
import { BAD_LINE } from './line-faults.ts';
import { QUICK, VirtualInstallation } from './virtual-installer.ts';

export interface Many {
  devices: number;
  /** At the same time. */
  beside: number;
  seed: number;
  /** The admin API, where devices connect, and a token for each installation; without them a gateway of its own. */
  gateway?: { url: string; main: string; tokenFor(deviceId: string): Promise<string> };
}

export interface ManyDone {
  deviceId: string;
  ms: number;
  /** 0: in service. */
  code: number;
  /** What the device holds. */
  keyVersion: number;
  /** Bytes that were written to it, for about 900 that it needs. */
  written: number;
  shown: string;
}

/** Installs them all. What went wrong stands in the results. */
export async function provisionMany(many: Many): Promise<ManyDone[]> {
  const own = many.gateway ? undefined : await AdminGateway.start();
  const { url, main, tokenFor } = many.gateway ?? placeOf(own as AdminGateway);
  const done: ManyDone[] = [];
  let next = 0;
  const worker = async () => {
    while (next < many.devices) {
      const number = ++next;
      const at = new VirtualInstallation('/dev/virtual', BAD_LINE, many.seed * 10_000 + number);
      at.pace = { ...QUICK, answerMs: 60 };
      const deviceId = `CB-${String(number).padStart(4, '0')}`;
      at.token = await tokenFor(deviceId);
      const began = performance.now();
      const code = await at.run({
        gateway: url,
        main,
        deviceId,
        reference: `home-of-${deviceId}`,
        wifi: '张家 Wi-Fi',
        community: `C${number % 7}`,
        subdistrict: `S${number % 3}`,
        group: 'many',
        signalsSeen: true,
        yes: true,
      });
      const ms = performance.now() - began;
      const stored = loadSettings({ store: at.device.hal.store, sha256 });
      const keyVersion = stored?.device_id === deviceId ? stored.key_version : 0;
      done.push({
        deviceId,
        ms,
        code,
        keyVersion,
        written: at.cable.written.length,
        shown: at.shown,
      });
      at.close();
    }
  };
  await Promise.all(Array.from({ length: many.beside }, worker));
  await own?.stop();
  return done;
}

/** Each installation with a token of its own: they stand for as many installers. */
export function placeOf(api: AdminGateway): NonNullable<Many['gateway']> {
  return { url: api.url, main: api.main, tokenFor: (deviceId) => api.newToken(deviceId) };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string', default: '100' },
      beside: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      gateway: { type: 'string' },
      main: { type: 'string' },
    },
  });
  const token = process.env.CALL_BUTTON_TOKEN;
  const { gateway: url, main: to } = values;
  const gateway =
    url && to && token ? { gateway: { url, main: to, tokenFor: async () => token } } : {};
  const [devices, beside, seed] = [values.devices, values.beside, values.seed].map(Number) as [
    number,
    number,
    number,
  ];
  const began = performance.now();
  const done = await provisionMany({ devices, beside, seed, ...gateway });
  const bad = done.filter(({ code, keyVersion }) => code !== 0 || keyVersion === 0);
  for (const { deviceId, shown } of bad)
    process.stdout.write(`${deviceId} is not in service:\n${shown}\n`);
  const times = done.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number) =>
    `${((times[Math.floor(part * (times.length - 1))] ?? 0) / 1_000).toFixed(1)} s`;
  const ids = new Set(done.map(({ deviceId }) => deviceId));
  process.stdout.write(
    [
      `${done.length - bad.length} of ${devices} in service, ${ids.size} different devices, seed ${seed}`,
      `time per device: median ${at(0.5)}, 90 % within ${at(0.9)}, longest ${at(1)}; ${beside} at a time`,
      `all of it: ${((performance.now() - began) / 1_000).toFixed(0)} s`,
      '',
    ].join('\n'),
  );
  process.exitCode = bad.length === 0 && ids.size === devices ? 0 : 1;
}

if (process.argv[1]?.endsWith('provision-many.ts')) await main();
