// What `--doctor` tells of a device on a cable.
import { type Sentence, verbatim } from './sentence.ts';
import { DEVICE_STATES } from './words.ts';

/** What the image in a slot is worth. */
const SLOT_STATES: Record<string, Sentence> = {
  good: { en: 'proved good', zh: '已验证可用' },
  trial: { en: 'on trial', zh: '试运行中' },
  left: { en: 'left, it is not started again', zh: '已弃用，不会再启动' },
  part: { en: 'an update that is not complete', zh: '升级尚未完成' },
  empty: { en: 'empty', zh: '空' },
};

/** A newer firmware may know others. */
function slotState(state: string): Sentence {
  return SLOT_STATES[state] ?? verbatim(state);
}

export const DOCTOR = {
  title: { en: 'State of the device', zh: '设备状态' },
  identity: (id: string, version: number) => ({
    en:
      id === ''
        ? 'It has no settings: it calls nobody. Provision it.'
        : `It is ${id} and holds key version ${version}.`,
    zh: id === '' ? '没有设置：它不会呼叫任何人。请先安装。' : `它是 ${id}，密钥第 ${version} 版。`,
  }),
  build: (model: string, firmware: string, boot: number) => ({
    en: `Board ${model}, firmware ${firmware}, boot ${boot}.`,
    zh: `主板 ${model}，固件 ${firmware}，第 ${boot} 次启动。`,
  }),
  noSlots: {
    en: 'Its firmware lies in no slot: it takes no updates over the air. Repair it at the bench.',
    zh: '固件不在固件槽中：无法远程升级。请在工作台上修复。',
  },
  wentBack: {
    en: 'It leaves this firmware and restarts with the one in the other slot.',
    zh: '设备将弃用当前固件，并以另一个固件槽中的固件重新启动。',
  },
  slot: (slot: string, version: string, state: string) => ({
    en: `Slot ${slot} runs: version ${version}, ${slotState(state).en}.`,
    zh: `正在运行固件槽 ${slot}：版本 ${version}，${slotState(state).zh}。`,
  }),
  otherSlot: (slot: string, version: string, state: string) => ({
    en: `Slot ${slot}: ${version === '' ? '' : `version ${version}, `}${slotState(state).en}.`,
    zh: `固件槽 ${slot}：${version === '' ? '' : `版本 ${version}，`}${slotState(state).zh}。`,
  }),
  uptime: (hours: number, minutes: number, seconds: number) => ({
    en: `Running for ${hours} h ${minutes} min ${seconds} s.`,
    zh: `已运行 ${hours} 小时 ${minutes} 分 ${seconds} 秒。`,
  }),
  wifi: (word: string, rssi: number) => ({
    en: rssi === 0 ? `Wi-Fi: ${word}` : `Wi-Fi: ${word} (${rssi} dBm)`,
    zh: rssi === 0 ? `Wi-Fi 信号：${word}` : `Wi-Fi 信号：${word}（${rssi} dBm）`,
  }),
  link: {
    none: { en: 'No connection: there are no settings.', zh: '没有连接：没有设置。' },
    connected: { en: 'Connected to its gateway.', zh: '已连接到自己的网关。' },
    waiting: {
      en: 'Not connected; it waits for its next attempt.',
      zh: '未连接；正在等待下一次尝试。',
    },
    connecting: { en: 'Not connected; it is trying right now.', zh: '未连接；正在尝试。' },
    open: {
      en: 'The line is open, but the gateway has not proved itself yet.',
      zh: '线路已通，但网关还没有证明自己。',
    },
  },
  connects: (count: number) => ({
    en:
      count > 10
        ? `${count} connections were tried since its start: that is a lot; look at the Wi-Fi.`
        : `${count} connections were tried since its start.`,
    zh:
      count > 10
        ? `启动后尝试连接 ${count} 次：太多了，请检查 Wi-Fi。`
        : `启动后尝试连接 ${count} 次。`,
  }),
  outbox: (count: number) => ({
    en: count === 0 ? 'Nothing waits to be sent.' : `${count} messages wait to be sent.`,
    zh: count === 0 ? '没有等待发送的消息。' : `有 ${count} 条消息等待发送。`,
  }),
  memory: (free: number) => ({
    en:
      free > 0 && free < 300
        ? `Little memory is free (${free}).`
        : `Enough memory is free${free === 0 ? '' : ` (${free})`}.`,
    zh:
      free > 0 && free < 300
        ? `空闲内存很少（${free}）。`
        : `空闲内存足够${free === 0 ? '' : `（${free}）`}。`,
  }),
  lastError: (number: number) => ({
    en:
      number === 0 ? 'No error is noted.' : `The last error has number ${number}: tell the maker.`,
    zh: number === 0 ? '没有记录错误。' : `最后一个错误的编号是 ${number}：请告诉厂家。`,
  }),
  gateway: (state: string, connected: boolean, used: number, newest: number) => ({
    en: `The gateway knows it: ${stateOf(state).en}, ${connected ? 'connected' : 'not connected'}, key ${used} in use, newest ${newest}.`,
    zh: `网关认识它：${stateOf(state).zh}，${connected ? '已连接' : '未连接'}，使用密钥 ${used}，最新 ${newest}。`,
  }),
  unknownAtGateway: { en: 'The gateway does not know this device.', zh: '网关不认识这台设备。' },
  notAsked: {
    address: {
      en: 'The gateway was not asked: name it with --gateway or CALL_BUTTON_GATEWAY.',
      zh: '没有询问网关：请用 --gateway 或 CALL_BUTTON_GATEWAY 指定。',
    },
    token: {
      en: 'The gateway was not asked: there is no token (--token-file or CALL_BUTTON_TOKEN).',
      zh: '没有询问网关：没有令牌（--token-file 或 CALL_BUTTON_TOKEN）。',
    },
    settings: {
      en: 'The gateway was not asked: without settings the device has no id that it could know.',
      zh: '没有询问网关：设备没有设置，也就没有网关认识的编号。',
    },
    failed: {
      en: 'What the gateway knows of it is not known: why stands above.',
      zh: '不知道网关上的情况：原因见上。',
    },
  },
  conditions: (names: string) => ({
    en: `Open cases at the gateway: ${names}.`,
    zh: `网关上未处理的问题：${names}。`,
  }),
  bundle: (file: string) => ({
    en: `Support bundle, without keys and personal data: ${file}`,
    zh: `支持文件（不含密钥和个人信息）：${file}`,
  }),
};

/** A newer gateway may know others. */
function stateOf(state: string): Sentence {
  return Object.hasOwn(DEVICE_STATES, state)
    ? DEVICE_STATES[state as keyof typeof DEVICE_STATES]
    : verbatim(state);
}
