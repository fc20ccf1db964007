// The words of `call-button registry` and `call-button token`, in the languages of operators.
import type { DeviceState } from '../domain/ports/registry.ts';
import type { BindingJson, HomeJson, RegisteredJson, TokenJson } from '../management/views.ts';

export interface Texts {
  columns: Record<'device' | 'state' | 'group' | 'home' | 'key', string>;
  tokenColumns: Record<'name' | 'role' | 'expires' | 'used', string>;
  state: Record<DeviceState, string>;
  field: Record<
    'model' | 'account' | 'zone' | 'community' | 'subdistrict' | 'name' | 'address' | 'telephone',
    string
  >;
  none: string;
  noKey: string;
  neverUsed(version: number): string;
  devices(count: number): string;
  bindings: string;
  still: string;
  imported(count: number): string;
  skipped(count: number): string;
  why(code: string): string;
  leftOut(fields: string): string;
  cleanUp(file: string): string;
  /** The token is alone on its line before it. */
  token(name: string, role: string): string;
  fingerprint(sha256: string): string;
  revoked(name: string): string;
  never: string;
  rekeyed(rows: number, damaged: number): string;
  keyWritten(path: string): string;
  keyYours: string;
}

const EN: Texts = {
  columns: { device: 'device', state: 'state', group: 'group', home: 'home', key: 'key' },
  tokenColumns: { name: 'token', role: 'role', expires: 'good until', used: 'used last' },
  state: {
    new: 'new',
    provisioned: 'provisioned',
    tested: 'tested',
    in_service: 'in service',

    suspended: 'suspended',
    retired: 'retired',
  },
  field: {
    model: 'model',
    account: 'account',
    zone: 'zone',
    community: 'community',
    subdistrict: 'subdistrict',

    name: 'name',
    address: 'address',
    telephone: 'telephone',
  },
  none: '-',
  noKey: 'no key',
  neverUsed: (version) => `${version}, not used yet`,
  devices: (count) => `${count} devices`,
  bindings: 'homes, the newest first',
  still: 'until now',
  imported: (count) => `${count} devices were imported, with the keys that they have.`,
  skipped: (count) => `${count} were skipped:`,
  why: (code) =>
    code === 'DEVICE_EXISTS' ? 'the registry has it already' : `a field does not fit (${code})`,
  leftOut: (fields) =>
    `The registry has no place for these fields of homes, and events lack them from now on: ${fields}`,
  cleanUp: (file) =>
    `What was imported no longer counts in ${file}, which holds keys in the clear: take these entries out, and reload.`,
  token: (name, role) =>
    `This is the token ${name}, ${role}. It is shown only this once: only its hash is kept.`,
  fingerprint: (sha256) => `The certificate of the admin API, SHA-256: ${sha256}`,
  revoked: (name) => `${name} is revoked: it is good for nothing from now on.`,
  never: 'never',
  rekeyed: (rows, damaged) =>
    `${rows} rows are sealed with the new master key${damaged === 0 ? '' : `; ${damaged} could not be opened and stay as they are`}.`,
  keyWritten: (path) =>
    `It is in ${path} now. Keep a copy in another place; the old one is needed for old backups only.`,
  keyYours:
    'Put it where the configuration looks for it before you start. The old one is needed for old backups only.',
};

const ZH: Texts = {
  columns: { device: '设备', state: '状态', group: '分组', home: '住户', key: '密钥' },
  tokenColumns: { name: '令牌', role: '角色', expires: '有效期至', used: '最近使用' },
  state: {
    new: '新设备',
    provisioned: '已配置',
    tested: '已测试',
    in_service: '使用中',

    suspended: '已暂停',
    retired: '已停用',
  },
  field: {
    model: '型号',
    account: '账号',
    zone: '防区',
    community: '社区',
    subdistrict: '街道',

    name: '姓名',
    address: '地址',
    telephone: '电话',
  },
  none: '-',
  noKey: '无密钥',
  neverUsed: (version) => `${version}，尚未使用`,
  devices: (count) => `${count} 台设备`,
  bindings: '安装过的住户，最近的在前',
  still: '至今',
  imported: (count) => `已导入 ${count} 台设备，密钥保持不变。`,
  skipped: (count) => `跳过 ${count} 台：`,
  why: (code) => (code === 'DEVICE_EXISTS' ? '登记库中已有' : `有字段不符合要求（${code}）`),
  leftOut: (fields) => `登记库不保存住户的这些字段，此后的事件中不再包含：${fields}`,
  cleanUp: (file) =>
    `已导入的设备不再以 ${file} 为准；该文件含有明文密钥：请删除这些条目，然后重新加载。`,
  token: (name, role) => `这是令牌 ${name}（${role}）。只显示这一次：系统只保存其哈希值。`,
  fingerprint: (sha256) => `管理接口证书的 SHA-256 指纹：${sha256}`,
  revoked: (name) => `${name} 已吊销：立即失效。`,
  never: '从未',
  rekeyed: (rows, damaged) =>
    `已用新的主密钥重新加密 ${rows} 行${damaged === 0 ? '' : `；${damaged} 行无法打开，保持原样`}。`,
  keyWritten: (path) => `新密钥已写入 ${path}。请另存一份；旧密钥只在恢复旧备份时需要。`,
  keyYours: '启动前请把新密钥放到配置所指的位置。旧密钥只在恢复旧备份时需要。',
};

export const TEXTS = { en: EN, zh: ZH };

/** One device in one line of a table. */
export function deviceRow(device: RegisteredJson, texts: Texts): string[] {
  const { device_id, state, group, reference, key_version, key_version_used } = device;
  const isUsed = key_version_used === key_version;
  const key = isUsed ? `${key_version}` : texts.neverUsed(key_version);
  return [
    device_id,
    texts.state[state],
    group || texts.none,
    reference ?? texts.none,
    key_version === 0 ? texts.noKey : key,
  ];
}

export interface ShownDevice extends RegisteredJson {
  home: HomeJson | null;
  bindings: BindingJson[];
}

/** The rest of what is known of one device, in lines. */
export function shownLines(shown: ShownDevice, texts: Texts): string[] {
  const { model, firmware, account, zone, home, bindings } = shown;
  const fields: [keyof Texts['field'], string][] = [
    ['model', [model, firmware].filter((one) => one !== '').join(', ')],
    ['account', account],
    ['zone', zone],
    ['community', home?.community ?? ''],
    ['subdistrict', home?.subdistrict ?? ''],
    ['name', home?.name ?? ''],
    ['address', home?.address ?? ''],
    ['telephone', home?.telephone ?? ''],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === '' ? [] : [`${texts.field[name]}: ${value}`],
  );
  if (bindings.length === 0) return lines;
  const past = bindings.map(({ reference, since, until, reason }) => {
    const time = `${since} – ${until ?? texts.still}`;
    return `  ${reference ?? texts.none}  ${time}${reason === null ? '' : `  ${reason}`}`;
  });
  return [...lines, texts.bindings, ...past];
}

export function tokenRow(token: TokenJson, texts: Texts): string[] {
  const { name, role, expires_at, used_at } = token;
  return [name, role, expires_at ?? texts.none, used_at ?? texts.never];
}
