// What tests of an installation stand on: a gateway, its admin API, a device in a cable.
import { onTestFinished } from 'vitest';
import type { ProvisionOptions } from '#gateway/provisioning/options.ts';
import { AdminStandIn } from '#test/support/admin-stand-in.ts';
import { VirtualInstallation } from '#test/support/virtual-installer.ts';

export async function startApi(...rest: Parameters<typeof AdminStandIn.start>) {
  const api = await AdminStandIn.start(...rest);
  onTestFinished(() => api.stop());
  return api;
}

export function inACable(...rest: ConstructorParameters<typeof VirtualInstallation>) {
  const at = new VirtualInstallation(...rest);
  onTestFinished(() => at.close());
  return at;
}

/** All that an installation needs; nothing is asked. */
export function given(api: AdminStandIn, number = 1): ProvisionOptions {
  return {
    ...{ gateway: api.url, main: api.main, deviceId: `CB-000${number}`, reference: `H-${number}` },
    ...{ community: '和平社区', subdistrict: '新街口街道', group: 'north', wifi: '张家 Wi-Fi' },
    ...{ name: '张三丰', address: '幸福路 7 号', telephone: '13912345678' },
    ...{ signalsSeen: true, yes: true },
  };
}

/** The same with somebody who answers. */
export function asked(api: AdminStandIn, number = 1): ProvisionOptions {
  const { yes, signalsSeen, ...rest } = given(api, number);
  return rest;
}

/** So many ways to go on as `from` says, and what was asked for them. */
export async function bench(...rest: ConstructorParameters<typeof VirtualInstallation>) {
  return { api: await startApi(), at: inACable(...rest) };
}
