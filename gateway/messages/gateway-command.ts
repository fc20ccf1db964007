// The words of --check-config, in the languages of operators.
import type { DeviceState } from '../domain/ports/registry.ts';

export interface Texts {
  problems(count: number): string;
  good(file: string | undefined): string;
  listens: string;
  plain: string;
  encrypted(names: string, until: string | undefined): string;
  http: string;
  admin: string;
  adminTls: string;
  off: string;
  editor(isEncrypted: boolean): string;
  noEditor: string;
  flow: string;
  routes: string;
  key: Record<'red' | 'green' | 'status', string>;
  group(name: string): string;
  kept: string;
  limits(stored: string, accept: string, answer: string): string;
  noticeLimits(accept: string): string;
  attempts(attempt: string, beside: string, retry: string): string;
  fallback(to: string, after: string): string;
  escalation(to: string, after: string): string;
  destinations: string;
  none: string;
  signed: string;
  /** What of an answer is an acceptance, when the configuration says it. */
  byStatus: string;
  byBody(field: string, values: string): string;
  sia: {
    spare(address: string): string;
    encrypted: string;
    plain: string;
    watched(every: string): string;
    unwatched: string;
  };
  devices(file: string): string;
  registry: string;
  noGroup: string;
  states: Record<DeviceState, string>;
  keeps(data: string, keep: string): string;
  watches: string;
  silent(offline: string, silent: string): string;
  flapping(reconnects: number, within: string): string;
  battery(low: number, critical: number): string;
  common(devices: number, share: number, within: string): string;
  flood: string;
  unlimited: string;
  budget(perMinute: number, burst: number, red: number): string;
  warnings: string;
}

const EN: Texts = {
  problems: (count) => `${count === 1 ? 'One problem' : `${count} problems`}:`,
  good: (file) => `${file ?? 'Without a configuration file, by the defaults'}: good. The gateway`,
  listens: 'listens',
  plain: 'MQTT, not encrypted',
  encrypted: (names, until) =>
    `MQTT over TLS, certificate ${until === undefined ? `made by itself in the data folder${names && ` for ${names}`}` : `good until ${until}`}`,
  http: 'HTTP: reports of the platform, /healthz, /readyz, /metrics',
  admin: 'admin API, on this machine only',
  adminTls: 'admin API over TLS, for installers and operators',
  off: 'off',
  editor: (isEncrypted) =>
    `the editor of the flows${isEncrypted ? ' over TLS' : ', not encrypted'}`,
  noEditor: 'flows: without an editor, nobody may log in',
  flow: 'the flows of this gateway',
  routes: 'routes',
  key: { red: 'red', green: 'green', status: 'notices' },
  group: (name) => `group ${name}`,
  kept: 'kept, not forwarded',
  limits: (stored, accept, answer) =>
    `on disk within ${stored}, accepted within ${accept}, answered within ${answer}`,
  noticeLimits: (accept) => `accepted within ${accept}`,
  attempts: (attempt, beside, retry) =>
    `an attempt lives ${attempt}, another starts beside it after ${beside}, pauses ${retry}`,
  fallback: (to, after) => `not accepted after ${after}: ${to} too`,
  escalation: (to, after) => `not answered after ${after}: ${to} too`,
  destinations: 'offers to',
  none: 'nobody',
  signed: 'signed',
  byStatus: 'accepted by the status alone',
  byBody: (field, values) => `accepted when ${field} in the answer is ${values}`,
  sia: {
    spare: (address) => `spare ${address}`,
    encrypted: 'encrypted',
    plain: 'NOT encrypted: for a line of your own or a tunnel only',
    watched: (every) => `link tested every ${every}`,
    unwatched: 'link not tested',
  },
  devices: (file) => `knows the devices of ${file}`,
  registry: 'knows the devices of the registry',
  noGroup: '(no group)',
  states: {
    new: 'new',
    provisioned: 'provisioned',
    tested: 'tested',
    in_service: 'in service',

    suspended: 'suspended',
    retired: 'retired',
  },
  keeps: (data, keep) => `keeps records for ${keep} in ${data}, identities for ever`,
  watches: 'tells on the route of notices',
  silent: (offline, silent) => `no connection for ${offline}, nothing heard for ${silent}`,
  flapping: (reconnects, within) => `${reconnects} reconnections within ${within}`,
  battery: (low, critical) => `a battery at ${low} %, and at ${critical} %`,
  common: (devices, share, within) =>
    `as one case: ${devices} devices and ${share} % of a group within ${within}`,
  flood: 'takes from one device',
  unlimited: 'whatever it sends: flood protection is off',
  budget: (perMinute, burst, red) =>
    `${perMinute} uplinks a minute, ${burst} at once, and always ${red} red presses a minute`,
  warnings: 'Please look at',
};

const ZH: Texts = {
  problems: (count) => `发现 ${count} 个问题：`,
  good: (file) => `${file ?? '没有配置文件，采用默认值'}：正确。网关将`,
  listens: '监听',
  plain: 'MQTT，不加密',
  encrypted: (names, until) =>
    `MQTT over TLS，证书${until === undefined ? `自动生成，存放在数据目录${names && `，用于 ${names}`}` : `有效期至 ${until}`}`,
  http: 'HTTP：平台回报、/healthz、/readyz、/metrics',
  admin: '管理 API，仅限本机',
  adminTls: '管理 API（TLS 加密），供安装人员和操作员使用',
  off: '关闭',
  editor: (isEncrypted) => `流程编辑器${isEncrypted ? '（TLS）' : '，不加密'}`,
  noEditor: '流程：没有可登录的用户，不打开编辑器',
  flow: '本网关的流程',
  routes: '路由',
  key: { red: '红键', green: '绿键', status: '通知' },
  group: (name) => `分组 ${name}`,
  kept: '只保存，不转发',
  limits: (stored, accept, answer) => `${stored} 内写入磁盘，${accept} 内被受理，${answer} 内应答`,
  noticeLimits: (accept) => `${accept} 内被受理`,
  attempts: (attempt, beside, retry) =>
    `每次尝试最长 ${attempt}，${beside} 后并行另一次尝试，重试间隔 ${retry}`,
  fallback: (to, after) => `${after} 后仍未被受理：同时发给 ${to}`,
  escalation: (to, after) => `${after} 后仍无人应答：同时发给 ${to}`,
  destinations: '转发目标',
  none: '无',
  signed: '已签名',
  byStatus: '仅凭状态码判定受理',
  byBody: (field, values) => `应答中 ${field} 为 ${values} 时视为受理`,
  sia: {
    spare: (address) => `备用 ${address}`,
    encrypted: '已加密',
    plain: '未加密：仅限专线或隧道',
    watched: (every) => `每 ${every} 检测链路`,
    unwatched: '不检测链路',
  },
  devices: (file) => `设备清单 ${file}`,
  registry: '登记库中的设备',
  noGroup: '（无分组）',
  states: {
    new: '新设备',
    provisioned: '已配置',
    tested: '已测试',
    in_service: '使用中',

    suspended: '已暂停',
    retired: '已停用',
  },
  keeps: (data, keep) => `记录在 ${data} 中保存 ${keep}，标识永久保存`,
  watches: '通过通知路由告知',
  silent: (offline, silent) => `${offline} 无连接，${silent} 无任何消息`,
  flapping: (reconnects, within) => `${within} 内重连 ${reconnects} 次`,
  battery: (low, critical) => `电池降至 ${low} %，以及 ${critical} %`,
  common: (devices, share, within) =>
    `合并为一个事件：${within} 内同一分组 ${devices} 台设备且达 ${share} %`,
  flood: '每台设备的上限',
  unlimited: '不限：洪泛保护已关闭',
  budget: (perMinute, burst, red) =>
    `每分钟 ${perMinute} 条上行，突发 ${burst} 条，红键每分钟 ${red} 次始终接收`,
  warnings: '请注意',
};

export const TEXTS = { en: EN, zh: ZH };
export type Language = keyof typeof TEXTS;

/** The language of the terminal: LC_ALL before LC_MESSAGES before LANG, as POSIX says. */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
  const named = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh\b|^zh_/i.test(named) ? 'zh' : 'en';
}
