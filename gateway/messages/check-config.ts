// What `--check-config` says of a configuration: what a gateway does with it.
import { DEVICE_STATES, SEVERITIES } from './words.ts';

export const CHECK_CONFIG = {
  problems: (count: number) => ({
    en: `${count === 1 ? 'One problem' : `${count} problems`}:`,
    zh: `发现 ${count} 个问题：`,
  }),
  good: (file: string | undefined) => ({
    en: `${file ?? 'Without a configuration file, by the defaults'}: good. The gateway`,
    zh: `${file ?? '没有配置文件，采用默认值'}：正确。网关将`,
  }),
  listens: { en: 'listens', zh: '监听' },
  plain: { en: 'MQTT, not encrypted', zh: 'MQTT，不加密' },
  encrypted: (names: string, until: string | undefined) => ({
    en: `MQTT over TLS, certificate ${until === undefined ? `made by itself in the data folder${names && ` for ${names}`}` : `good until ${until}`}`,
    zh: `MQTT over TLS，证书${until === undefined ? `自动生成，存放在数据目录${names && `，用于 ${names}`}` : `有效期至 ${until}`}`,
  }),
  http: {
    en: 'HTTP: reports of the platform, /healthz, /readyz, /metrics',
    zh: 'HTTP：平台回报、/healthz、/readyz、/metrics',
  },
  admin: { en: 'admin API, on this machine only', zh: '管理 API，仅限本机' },
  adminTls: {
    en: 'admin API over TLS, for installers and operators',
    zh: '管理 API（TLS 加密），供安装人员和操作员使用',
  },
  off: { en: 'off', zh: '关闭' },
  editor: (isEncrypted: boolean) => ({
    en: `the editor of the flows${isEncrypted ? ' over TLS' : ', not encrypted'}`,
    zh: `流程编辑器${isEncrypted ? '（TLS）' : '，不加密'}`,
  }),
  noEditor: {
    en: 'flows: without an editor, nobody may log in',
    zh: '流程：没有可登录的用户，不打开编辑器',
  },
  flow: { en: 'the flows of this gateway', zh: '本网关的流程' },
  desk: { en: 'the duty desk of this gateway', zh: '本网关的值班台' },
  deskPages: (isEncrypted: boolean) => ({
    en: `the duty desk${isEncrypted ? ' over TLS' : ', on this machine only'}`,
    zh: `值班台${isEncrypted ? '（TLS）' : '，仅限本机'}`,
  }),
  routes: { en: 'routes', zh: '路由' },
  key: SEVERITIES,
  states: DEVICE_STATES,
  group: (name: string) => ({
    en: `group ${name}`,
    zh: `分组 ${name}`,
  }),
  kept: { en: 'kept, not forwarded', zh: '只保存，不转发' },
  limits: (stored: string, accept: string, answer: string) => ({
    en: `on disk within ${stored}, accepted within ${accept}, answered within ${answer}`,
    zh: `${stored} 内写入磁盘，${accept} 内被受理，${answer} 内应答`,
  }),
  noticeLimits: (accept: string) => ({
    en: `accepted within ${accept}`,
    zh: `${accept} 内被受理`,
  }),
  attempts: (attempt: string, beside: string, retry: string) => ({
    en: `an attempt lives ${attempt}, another starts beside it after ${beside}, pauses ${retry}`,
    zh: `每次尝试最长 ${attempt}，${beside} 后并行另一次尝试，重试间隔 ${retry}`,
  }),
  fallback: (to: string, after: string) => ({
    en: `not accepted after ${after}: ${to} too`,
    zh: `${after} 后仍未被受理：同时发给 ${to}`,
  }),
  escalation: (to: string, after: string) => ({
    en: `not answered after ${after}: ${to} too`,
    zh: `${after} 后仍无人应答：同时发给 ${to}`,
  }),
  destinations: { en: 'offers to', zh: '转发目标' },
  none: { en: 'nobody', zh: '无' },
  signed: { en: 'signed', zh: '已签名' },
  /** What of an answer is an acceptance, when the configuration says it. */
  byStatus: { en: 'accepted by the status alone', zh: '仅凭状态码判定受理' },
  byBody: (field: string, values: string) => ({
    en: `accepted when ${field} in the answer is ${values}`,
    zh: `应答中 ${field} 为 ${values} 时视为受理`,
  }),
  sia: {
    spare: (address: string) => ({
      en: `spare ${address}`,
      zh: `备用 ${address}`,
    }),
    encrypted: { en: 'encrypted', zh: '已加密' },
    plain: {
      en: 'NOT encrypted: for a line of your own or a tunnel only',
      zh: '未加密：仅限专线或隧道',
    },
    watched: (every: string) => ({
      en: `link tested every ${every}`,
      zh: `每 ${every} 检测链路`,
    }),
    unwatched: { en: 'link not tested', zh: '不检测链路' },
  },
  devices: (file: string) => ({
    en: `knows the devices of ${file}`,
    zh: `设备清单 ${file}`,
  }),
  registry: { en: 'knows the devices of the registry', zh: '登记库中的设备' },
  noGroup: { en: '(no group)', zh: '（无分组）' },
  keeps: (data: string, keep: string) => ({
    en: `keeps records for ${keep} in ${data}, identities for ever`,
    zh: `记录在 ${data} 中保存 ${keep}，标识永久保存`,
  }),
  watches: { en: 'tells on the route of notices', zh: '通过通知路由告知' },
  silent: (offline: string, silent: string) => ({
    en: `no connection for ${offline}, nothing heard for ${silent}`,
    zh: `${offline} 无连接，${silent} 无任何消息`,
  }),
  flapping: (reconnects: number, within: string) => ({
    en: `${reconnects} reconnections within ${within}`,
    zh: `${within} 内重连 ${reconnects} 次`,
  }),
  battery: (low: number, critical: number) => ({
    en: `a battery at ${low} %, and at ${critical} %`,
    zh: `电池降至 ${low} %，以及 ${critical} %`,
  }),
  common: (devices: number, share: number, within: string) => ({
    en: `as one case: ${devices} devices and ${share} % of a group within ${within}`,
    zh: `合并为一个事件：${within} 内同一分组 ${devices} 台设备且达 ${share} %`,
  }),
  flood: { en: 'takes from one device', zh: '每台设备的上限' },
  unlimited: { en: 'whatever it sends: flood protection is off', zh: '不限：洪泛保护已关闭' },
  budget: (perMinute: number, burst: number, red: number) => ({
    en: `${perMinute} uplinks a minute, ${burst} at once, and always ${red} red presses a minute`,
    zh: `每分钟 ${perMinute} 条上行，突发 ${burst} 条，红键每分钟 ${red} 次始终接收`,
  }),
  warnings: { en: 'Please look at', zh: '请注意' },
};
