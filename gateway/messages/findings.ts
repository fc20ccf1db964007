// What is wrong with a configuration as a whole, or should be looked at, though each value alone is good.

import type { Sentence } from './sentence.ts';
import { SEVERITIES } from './words.ts';

type Severity = keyof typeof SEVERITIES;

/** What a destination may have no words for. */
const CARRIED = {
  red: { en: 'red presses', zh: SEVERITIES.red.zh },
  green: { en: 'green presses', zh: SEVERITIES.green.zh },
  status: SEVERITIES.status,
};

/** The known name that somebody probably meant, if there is one. */
export function meant(near: string | undefined): Sentence {
  if (near === undefined) return { en: '', zh: '' };
  return { en: ` (did you mean "${near}"?)`, zh: `（是否指 "${near}"？）` };
}

/** A list that is longer than somebody reads is cut. */
function listed(names: readonly string[]): string {
  return names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
}

export const FINDINGS = {
  noDestination: (name: string, near: string | undefined) => ({
    en: `no destination is named "${name}"${meant(near).en}`,
    zh: `没有名为 "${name}" 的目的地${meant(near).zh}`,
  }),
  noGroup: (name: string, near: string | undefined) => ({
    en: `no device is in the group "${name}"${meant(near).en}`,
    zh: `没有设备属于组 "${name}"${meant(near).zh}`,
  }),
  /** Behind a name that is none of them. */
  known: (names: readonly string[]) => ({
    en: names.length === 0 ? '' : `; known here: ${listed(names)}`,
    zh: names.length === 0 ? '' : `；这里可用：${listed(names)}`,
  }),
  unencrypted: (host: string) => ({
    en: `names, addresses and telephone numbers of residents go to ${host} unencrypted: use https:// or mqtts://, or a tunnel`,
    zh: `住户的姓名、地址和电话会不加密地发往 ${host}：请用 https:// 或 mqtts://，或走隧道`,
  }),
  noFlows: {
    en: 'there are no flows: write `flows: {}` beside `destinations`',
    zh: '没有启用流程：请在 `destinations` 旁边写 `flows: {}`',
  },
  noDesk: {
    en: 'there is no desk: take `desk: off` out of the configuration',
    zh: '没有启用值班台：请从配置中去掉 `desk: off`',
  },
  otherDesk: {
    en: 'a destination of another type is named "desk": give it another name, or write `desk: off`',
    zh: '名为 "desk" 的目的地是另一种类型：请改名，或写 `desk: off`',
  },
  portTaken: (port: number, path: string) => ({
    en: `${port} is the port of ${path}`,
    zh: `${port} 已是 ${path} 的端口`,
  }),
  sameDestination: {
    en: 'expected another destination than the first',
    zh: '应为与首选不同的目的地',
  },
  notLater: (before: string) => ({
    en: `expected more than the ${before} of the step before`,
    zh: `应大于前一步的 ${before}`,
  }),
  acceptTooLong: (answer: string) => ({
    en: `expected less than the ${answer} within which it is to be answered`,
    zh: `应小于应答时限 ${answer}`,
  }),
  storedTooLong: (accept: string) => ({
    en: `expected no more than the ${accept} within which it is to be accepted`,
    zh: `不应大于受理时限 ${accept}`,
  }),
  notForwarded: (severity: Severity) => ({
    en: `no destination: what is ${severity} is kept, not forwarded`,
    zh: `没有目的地：${SEVERITIES[severity].zh}只保存，不转发`,
  }),
  slowRed: (accept: string, usual: string) => ({
    en: `a red press may wait ${accept} before anybody hears that it was not accepted; more than ${usual} is unusual`,
    zh: `红键呼叫未被受理时，要过 ${accept} 才会有人知道；超过 ${usual} 不太常见`,
  }),
  lostHeartbeat: (every: string, silent: string) => ({
    en: `a device sends a heartbeat every ${every}: one that is lost makes it silent after ${silent}`,
    zh: `设备每 ${every} 发送一次心跳：丢失一次，过 ${silent} 就会被判为无声`,
  }),
  notCarried: (name: string, severity: Severity) => ({
    en: `"${name}" can not say ${CARRIED[severity].en}: they are not offered there`,
    zh: `"${name}" 无法表达${CARRIED[severity].zh}：不会送往那里`,
  }),
  noRoute: { en: 'no route leads to it', zh: '没有路由通向它' },
  noDevicesFile: {
    en: 'no devices file, and no device in the registry: nobody can connect',
    zh: '没有设备文件，登记库中也没有设备：没有设备可以连接',
  },
  noDevices: {
    en: 'no device in the devices file, and none in the registry: nobody can connect',
    zh: '设备文件和登记库中都没有设备：没有设备可以连接',
  },
  unseen: (why: Sentence) => ({
    en: `its devices were not looked at; what is said of groups and accounts is about the devices file only: ${why.en}`,
    zh: `没有查看其中的设备；关于分组和账号的提示只针对设备文件：${why.zh}`,
  }),
  otherVersion: { en: 'the gateway is of another version', zh: '网关的版本不同' },
  withoutAccount: (count: number) => ({
    en: `devices whose home has no sia_account (3 to 16 hex digits): ${count}. Their calls go out under the account of the destination, which doesn't tell whose they are`,
    zh: `住户没有 sia_account（3 到 16 位十六进制数字）的设备：${count} 台。它们的呼叫以目的地的账号发出，无法看出是谁家的`,
  }),
  noDnsName: (name: string) => ({
    en: `"${name}" is no DNS name and no address, and is left out of the certificate`,
    zh: `"${name}" 既不是域名也不是地址，不会写入证书`,
  }),
  certificateEnds: (day: string) => ({
    en: `the certificate is good until ${day} only: renew it, then reload`,
    zh: `证书有效期只到 ${day}：请更换证书，然后重新加载`,
  }),
  certificateEnded: (day: string) => ({
    en: `the certificate was good until ${day}: renew it, then reload`,
    zh: `证书已于 ${day} 到期：请更换证书，然后重新加载`,
  }),
};
