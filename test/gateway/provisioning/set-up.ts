// What tests of an installation stand on: a gateway, its admin API, a device in a cable.
import { ConsoleDevice } from '#firmware/host/console-device.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import type { Store } from '#firmware/src/hal.ts';
import type { ProvisionOptions } from '#gateway/provisioning/options.ts';
import { AdminGateway } from '#test/support/admin-gateway.ts';
import { VirtualInstallation } from '#test/support/virtual-installer.ts';

/** Of the test's context: these tests run beside each other. */
type Finished = (end: () => void | Promise<void>) => void;

export async function startApi(
  onTestFinished: Finished,
  ...rest: Parameters<typeof AdminGateway.start>
) {
  const api = await AdminGateway.start(...rest);
  onTestFinished(() => api.stop());
  return api;
}

export function inACable(
  onTestFinished: Finished,
  ...rest: ConstructorParameters<typeof VirtualInstallation>
) {
  const at = new VirtualInstallation(...rest);
  onTestFinished(() => at.close());
  return at;
}

/** All that an installation needs; nothing is asked. */
export function given(api: AdminGateway, number = 1): ProvisionOptions {
  return {
    gateway: api.url,
    tokenFile: api.tokenFile,
    main: api.main,

    deviceId: `CB-000${number}`,
    reference: `H-${number}`,

    community: '和平社区',
    subdistrict: '新街口街道',
    group: 'north',
    wifi: '张家 Wi-Fi',

    name: '张三丰',
    address: '幸福路 7 号',
    telephone: '13912345678',

    signalsSeen: true,
    yes: true,
  };
}

/** The same with somebody who answers. */
export function asked(api: AdminGateway, number = 1): ProvisionOptions {
  const { yes, signalsSeen, ...rest } = given(api, number);
  return rest;
}

/** Both, until the test is over. */
export async function bench(
  onTestFinished: Finished,
  ...rest: ConstructorParameters<typeof VirtualInstallation>
) {
  return { api: await startApi(onTestFinished), at: inACable(onTestFinished, ...rest) };
}

const SILENT = { pressed() {}, settled() {}, news() {}, shown() {}, link() {} };

/** Unplugs the device, and plugs in one with this memory: without, from the box. */
export function exchange(at: VirtualInstallation, store: Store = new MemoryStore()): ConsoleDevice {
  at.device.stop();
  return new ConsoleDevice(at.cable.device, { observer: SILENT, store });
}
