// What `call-button registry` and `call-button token` say.
import { DEVICE_STATES } from './words.ts';

export const REGISTRY = {
  columns: {
    device: { en: 'device', zh: '设备' },
    state: { en: 'state', zh: '状态' },
    group: { en: 'group', zh: '分组' },
    home: { en: 'home', zh: '住户' },
    key: { en: 'key', zh: '密钥' },
  },
  tokenColumns: {
    name: { en: 'token', zh: '令牌' },
    role: { en: 'role', zh: '角色' },
    expires: { en: 'good until', zh: '有效期至' },
    used: { en: 'used last', zh: '最近使用' },
  },
  state: DEVICE_STATES,
  field: {
    model: { en: 'model', zh: '型号' },
    account: { en: 'account', zh: '账号' },
    zone: { en: 'zone', zh: '防区' },
    community: { en: 'community', zh: '社区' },
    subdistrict: { en: 'subdistrict', zh: '街道' },
    name: { en: 'name', zh: '姓名' },
    address: { en: 'address', zh: '地址' },
    telephone: { en: 'telephone', zh: '电话' },
  },
  none: { en: '-', zh: '-' },
  noKey: { en: 'no key', zh: '无密钥' },
  neverUsed: (version: number) => ({
    en: `${version}, not used yet`,
    zh: `${version}，尚未使用`,
  }),
  devices: (count: number) => ({
    en: `${count} devices`,
    zh: `${count} 台设备`,
  }),
  bindings: { en: 'homes, the newest first', zh: '安装过的住户，最近的在前' },
  still: { en: 'until now', zh: '至今' },
  imported: (count: number) => ({
    en: `${count} devices were imported, with the keys that they have.`,
    zh: `已导入 ${count} 台设备，密钥保持不变。`,
  }),
  skipped: (count: number) => ({
    en: `${count} were skipped:`,
    zh: `跳过 ${count} 台：`,
  }),
  why: (code: string) => ({
    en: code === 'DEVICE_EXISTS' ? 'the registry has it already' : `a field does not fit (${code})`,
    zh: code === 'DEVICE_EXISTS' ? '登记库中已有' : `有字段不符合要求（${code}）`,
  }),
  leftOut: (fields: string) => ({
    en: `The registry has no place for these fields of homes, and events lack them from now on: ${fields}`,
    zh: `登记库不保存住户的这些字段，此后的事件中不再包含：${fields}`,
  }),
  cleanUp: (file: string) => ({
    en: `What was imported no longer counts in ${file}, which holds keys in the clear: take these entries out, and reload.`,
    zh: `已导入的设备不再以 ${file} 为准；该文件含有明文密钥：请删除这些条目，然后重新加载。`,
  }),
  /** The token is alone on its line before it. */
  token: (name: string, role: string) => ({
    en: `This is the token ${name}, ${role}. It is shown only this once: only its hash is kept.`,
    zh: `这是令牌 ${name}（${role}）。只显示这一次：系统只保存其哈希值。`,
  }),
  fingerprint: (sha256: string) => ({
    en: `The certificate of the admin API, SHA-256: ${sha256}`,
    zh: `管理接口证书的 SHA-256 指纹：${sha256}`,
  }),
  revoked: (name: string) => ({
    en: `${name} is revoked: it is good for nothing from now on.`,
    zh: `${name} 已吊销：立即失效。`,
  }),
  never: { en: 'never', zh: '从未' },
  rekeyed: (rows: number, damaged: number) => ({
    en: `${rows} rows are sealed with the new master key${damaged === 0 ? '' : `; ${damaged} could not be opened and stay as they are`}.`,
    zh: `已用新的主密钥重新加密 ${rows} 行${damaged === 0 ? '' : `；${damaged} 行无法打开，保持原样`}。`,
  }),
  keyWritten: (path: string) => ({
    en: `It is in ${path} now. Keep a copy in another place; the old one is needed for old backups only.`,
    zh: `新密钥已写入 ${path}。请另存一份；旧密钥只在恢复旧备份时需要。`,
  }),
  keyYours: {
    en: 'Put it where the configuration looks for it before you start. The old one is needed for old backups only.',
    zh: '启动前请把新密钥放到配置所指的位置。旧密钥只在恢复旧备份时需要。',
  },
};
