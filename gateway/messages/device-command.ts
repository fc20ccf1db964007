// The words of `call-button device`, in the languages of operators.

import type {
  AdministeredJson,
  CommandJson,
  ConfigurationJson,
  SettingsJson,
} from '../management/views.ts';
import { aligned } from './aligned.ts';

export interface Texts {
  /** Heads of the list. */
  columns: Record<'device' | 'group' | 'connection' | 'key' | 'configuration' | 'commands', string>;
  connected: string;
  away: string;
  outOfService: string;
  pending: string;
  none: string;
  open(count: number): string;
  devices(count: number): string;
  state: Record<string, string>;
  action: Record<string, string>;
  waitsFor: Record<'connection' | 'call', string>;
  wanted: string;
  own: string;
  reported(revision: number | null): string;
  pendingSince(at: string): string;
  taken: string;
  nextKey(version: number): string;
  newest: string;
  setting: Record<keyof SettingsJson, string>;
  seconds(count: number): string;
  configured(count: number): string;
  ordered(device: string, id: number, action: string): string;
  orderedMany(count: number, action: string): string;
  notNow: Record<'connection' | 'call' | 'sending', string>;
  rotateNext: string;
  cancelled(device: string, id: number): string;
  noCommands: string;
  until(at: string): string;
  sure(what: string): string;
  sayYes(what: string): string;
  all: string;
  group(name: string): string;
  newAddress(whom: string): string;
  aborted: string;
}

const EN: Texts = {
  columns: {
    device: 'device',
    group: 'group',
    connection: 'connection',
    key: 'key',

    configuration: 'configuration',
    commands: 'commands',
  },
  connected: 'connected',
  away: 'not connected',
  outOfService: 'out of service',
  pending: 'pending',
  none: '-',
  open: (count) => `${count} open`,
  devices: (count) => `${count} devices`,
  state: {
    queued: 'queued',
    sent: 'sent, no answer yet',
    done: 'done',
    failed: 'failed',
    unsupported: 'the device can not do that',

    expired: 'expired without an answer',
    cancelled: 'cancelled',
  },
  action: {
    locate: 'locate',
    self_test: 'self-test',
    reboot: 'reboot',
    rotate_key: 'rotate key',
  },
  waitsFor: {
    connection: 'waits for the device to connect',
    call: 'waits until the call is closed',
  },
  wanted: 'configuration',
  own: 'set for this device',
  reported: (revision) =>
    revision === null
      ? 'the device has not said its revision'
      : `the device has revision ${revision}`,
  pendingSince: (at) => `pending since ${at}`,
  taken: 'taken',
  nextKey: (version) =>
    `version ${version} is offered: once the device has taken it, it counts from the next connection on`,
  newest: 'newest commands',
  setting: {
    heartbeat_s: 'heartbeat',
    unreached_after_s: 'use the telephone after',

    main_gateway: 'main gateway',
    spare_gateway: 'spare gateway',
  },
  seconds: (count) => `${count} s`,
  configured: (count) =>
    count === 1
      ? 'Stored. The device gets it now, or when it connects.'
      : `Stored. ${count} devices get it one after the other, or when they connect.`,
  ordered: (device, id, action) => `${device}: ${action} is stored as command ${id}`,
  orderedMany: (count, action) => `${action} is stored for ${count} devices`,
  notNow: {
    connection: 'The device is not connected: queued; sent when it connects.',
    call: 'Somebody has called for help there: held until the call is closed.',
    sending: 'On its way. --wait waits for the answer; `results` shows it.',
  },
  rotateNext: 'The new key counts from the next connection on; until then the old one stays good.',
  cancelled: (device, id) => `${device}: command ${id} is cancelled`,
  noCommands: 'No commands.',
  until: (at) => `given up at ${at}`,
  sure: (what) => `${what}. Go on? [y/N] `,
  sayYes: (what) => `${what}. Nothing was done: say --yes if that is meant`,
  all: 'all devices',
  group: (name) => `every device of the group ${name}`,
  newAddress: (whom) => `With a wrong address ${whom} may never come back but over the cable`,
  aborted: 'Nothing was done.',
};

const ZH: Texts = {
  columns: {
    device: '设备',
    group: '分组',
    connection: '连接',
    key: '密钥',

    configuration: '配置',
    commands: '命令',
  },
  connected: '已连接',
  away: '未连接',
  outOfService: '已停用',
  pending: '待生效',
  none: '-',
  open: (count) => `${count} 条未完成`,
  devices: (count) => `${count} 台设备`,
  state: {
    queued: '排队中',
    sent: '已发送，尚无应答',
    done: '完成',
    failed: '失败',
    unsupported: '设备不支持',

    expired: '过期，未收到应答',
    cancelled: '已取消',
  },
  action: { locate: '定位提示', self_test: '自检', reboot: '重启', rotate_key: '更换密钥' },
  waitsFor: { connection: '等待设备连接', call: '等待呼叫结束' },
  wanted: '配置',
  own: '仅对本设备的设置',
  reported: (revision) => (revision === null ? '设备尚未报告版本' : `设备现有版本 ${revision}`),
  pendingSince: (at) => `自 ${at} 起待生效`,
  taken: '已生效',
  nextKey: (version) => `已提供版本 ${version}，设备接受后于下次连接时启用`,
  newest: '最近的命令',
  setting: {
    heartbeat_s: '心跳间隔',
    unreached_after_s: '提示改用电话的时间',

    main_gateway: '主网关',
    spare_gateway: '备用网关',
  },
  seconds: (count) => `${count} 秒`,
  configured: (count) =>
    count === 1
      ? '已保存。设备现在或下次连接时收到。'
      : `已保存。${count} 台设备依次收到，未连接的在连接时收到。`,
  ordered: (device, id, action) => `${device}：${action}已保存，命令编号 ${id}`,
  orderedMany: (count, action) => `${action}已为 ${count} 台设备保存`,
  notNow: {
    connection: '设备未连接：已排队，连接后发送。',
    call: '该处有人正在求助：等呼叫结束后再发送。',
    sending: '正在发送。--wait 等待应答；results 查看结果。',
  },
  rotateNext: '新密钥从下次连接起启用；在此之前旧密钥仍然有效。',
  cancelled: (device, id) => `${device}：命令 ${id} 已取消`,
  noCommands: '没有命令。',
  until: (at) => `${at} 放弃`,
  sure: (what) => `${what}。继续吗？[y/N] `,
  sayYes: (what) => `${what}。未做任何操作：如确认请加 --yes`,
  all: '所有设备',
  group: (name) => `分组 ${name} 的每台设备`,
  newAddress: (whom) => `地址有误时，${whom}可能只能通过数据线恢复`,
  aborted: '未做任何操作。',
};

export const TEXTS = { en: EN, zh: ZH };

export interface Shown extends AdministeredJson {
  configuration: ConfigurationJson;
  commands: CommandJson[];
}

/** One device in one line. */
export function deviceLine(device: AdministeredJson, texts: Texts): string[] {
  const { connected, in_service, open_commands, key_version, next_key_version } = device;
  return [
    device.device_id,
    device.group || texts.none,
    in_service ? (connected ? texts.connected : texts.away) : texts.outOfService,
    next_key_version === null ? `${key_version}` : `${key_version} → ${next_key_version}`,
    device.pending_configuration ? texts.pending : texts.none,
    open_commands > 0 ? texts.open(open_commands) : texts.none,
  ];
}

export function listText(devices: readonly AdministeredJson[], texts: Texts): string {
  const rows = [Object.values(texts.columns), ...devices.map((one) => deviceLine(one, texts))];
  return `${aligned(rows)}\n${texts.devices(devices.length)}\n`;
}

export function showText(shown: Shown, texts: Texts): string {
  const { configuration, next_key_version, commands } = shown;
  const { wanted, own, revision, reported, pending_since } = configuration;
  const lines = [deviceLine(shown, texts).slice(0, 4).join(', ')];
  if (next_key_version !== null) lines.push(texts.nextKey(next_key_version));
  const state = pending_since === null ? texts.taken : texts.pendingSince(pending_since);
  if (Object.keys(wanted).length > 0) {
    lines.push(`${texts.wanted} ${revision}: ${state}; ${texts.reported(reported)}`);
    lines.push(...settingLines(wanted, texts));
  }
  if (Object.keys(own).length > 0) lines.push(texts.own, ...settingLines(own, texts));
  if (commands.length > 0) lines.push(texts.newest, resultsText(commands, texts).trimEnd());
  return `${lines.join('\n')}\n`;
}

export function resultsText(commands: readonly CommandJson[], texts: Texts): string {
  if (commands.length === 0) return `${texts.noCommands}\n`;
  return `${aligned(commands.map((one) => commandLine(one, texts)))}\n`;
}

function commandLine(command: CommandJson, texts: Texts): string[] {
  const { command_id, action, state, waits_for, detail, created_at, ended_at, until } = command;
  const isOpen = ended_at === null;
  const more = [
    texts.state[state] ?? state,
    ...(waits_for === null ? [] : [texts.waitsFor[waits_for]]),
    ...(detail === null ? [] : [detail]),
    ...(isOpen && until ? [texts.until(until)] : []),
  ];
  const name = texts.action[action] ?? action;
  return [`${command_id}`, created_at ?? '', name, `${more.join(', ')}`];
}

function settingLines(settings: SettingsJson, texts: Texts): string[] {
  return Object.entries(settings).map(([name, value]) => {
    const text =
      typeof value === 'number'
        ? texts.seconds(value)
        : `${value.host}:${value.port}${value.tls ? ' (TLS)' : ''}`;
    return `  ${texts.setting[name as keyof SettingsJson]}: ${text}`;
  });
}
