// The lines and tables of `call-button device`.
import type {
  AdministeredJson,
  CommandJson,
  ConfigurationJson,
  SettingsJson,
} from '../management/views.ts';
import { aligned } from '../messages/aligned.ts';
import type { DEVICE } from '../messages/device.ts';
import { type In, wordIn } from '../messages/sentence.ts';

type Texts = In<typeof DEVICE>;

export interface Shown extends AdministeredJson {
  configuration: ConfigurationJson;
  commands: CommandJson[];
}

/** One device in one line. */
export function deviceLine(device: AdministeredJson, texts: Texts): string[] {
  const { open_commands } = device;
  return [
    device.device_id,
    device.group || texts.none,
    connectionText(device, texts),
    keyText(device) ?? texts.none,
    device.pending_configuration ? texts.pending : texts.none,
    open_commands > 0 ? texts.open(open_commands) : texts.none,
    casesText(device, texts) || texts.none,
  ];
}

/** With since when it is not connected; what an older gateway does not say is left out. */
function connectionText(device: AdministeredJson, texts: Texts): string {
  const { in_service, connected, heard_at } = device;
  if (!in_service) return texts.outOfService;
  if (connected) return texts.connected;
  if (heard_at === undefined) return texts.away;
  return heard_at === null ? texts.neverSeen : texts.awaySince(toSecond(heard_at));
}

/** Undefined: a retired device has none. */
function keyText({ key_version, next_key_version }: AdministeredJson): string | undefined {
  if (key_version === 0) return undefined;
  return next_key_version === null ? `${key_version}` : `${key_version} → ${next_key_version}`;
}

function casesText({ conditions = [] }: AdministeredJson, texts: Texts): string {
  return conditions.map((condition) => wordIn(texts.condition, condition)).join('; ');
}

/** Nobody reads the milliseconds. */
function toSecond(moment: string): string {
  return moment.replace(/\.\d+Z$/, 'Z');
}

export function listText(devices: readonly AdministeredJson[], texts: Texts): string {
  const rows = [
    Object.values(texts.columns),
    ...devices.map((device) => deviceLine(device, texts)),
  ];
  return `${aligned(rows)}\n${texts.devices(devices.length)}\n`;
}

export function showText(shown: Shown, texts: Texts): string {
  const { configuration, next_key_version, commands } = shown;
  const { wanted, own, revision, reported, pending_since } = configuration;
  const { label } = texts;
  const { battery_percent: percent = null, rssi_dbm: dbm = null } = shown;
  const fields: [label: string, value: string][] = [
    [label.device, shown.device_id],
    [label.group, shown.group || texts.none],
    [label.connection, connectionText(shown, texts)],
    [label.cases, casesText(shown, texts) || texts.noCases],
    ...(percent === null ? [] : [[label.battery, texts.percent(percent)] as [string, string]]),
    ...(dbm === null ? [] : [[label.signal, texts.dbm(dbm)] as [string, string]]),
    [label.key, keyText(shown) ?? texts.none],
  ];
  const lines = fields.map(([name, value]) => `${name}: ${value}`);
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
  return `${aligned(commands.map((command) => commandLine(command, texts)))}\n`;
}

function commandLine(command: CommandJson, texts: Texts): string[] {
  const { command_id, action, state, waits_for, detail, created_at, ended_at, until } = command;
  const isOpen = ended_at === null;
  const remarks = [
    wordIn(texts.state, state),
    ...(waits_for === null ? [] : [texts.waitsFor[waits_for]]),
    ...(detail === null ? [] : [detail]),
    ...(isOpen && until ? [texts.until(until)] : []),
  ];
  const name = wordIn(texts.action, action);
  return [`${command_id}`, created_at ?? '', name, `${remarks.join(', ')}`];
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
