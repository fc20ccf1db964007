// What `call-button device` says.

export const DEVICE = {
  /** Heads of the list, in their order. */
  columns: {
    device: { en: 'device', zh: '设备' },
    group: { en: 'group', zh: '分组' },
    connection: { en: 'connection', zh: '连接' },
    key: { en: 'key', zh: '密钥' },
    configuration: { en: 'configuration', zh: '配置' },
    commands: { en: 'commands', zh: '命令' },
    cases: { en: 'open cases', zh: '未结工单' },
  },
  /** In front of what is shown of one device, a line each. */
  label: {
    device: { en: 'device', zh: '设备' },
    group: { en: 'group', zh: '分组' },
    connection: { en: 'connection', zh: '连接' },
    cases: { en: 'open cases', zh: '未结工单' },
    battery: { en: 'battery', zh: '电池' },
    signal: { en: 'Wi-Fi signal', zh: 'Wi-Fi 信号' },
    key: { en: 'key', zh: '密钥' },
  },
  /** Of a device that is not connected. */
  awaySince: (at: string) => ({
    en: `not connected since ${at}`,
    zh: `自 ${at} 起未连接`,
  }),
  neverSeen: { en: 'never connected', zh: '从未连接' },
  noCases: { en: 'none', zh: '无' },
  /** A maintenance case by its condition. */
  condition: {
    offline: { en: 'no connection', zh: '失去连接' },
    silent: { en: 'no heartbeat', zh: '没有心跳' },
    flapping: { en: 'the connection comes and goes', zh: '连接时断时续' },
    battery_low: { en: 'the battery is low', zh: '电池电量低' },
    battery_critical: { en: 'the battery is almost empty', zh: '电池即将耗尽' },
    mains_lost: { en: 'no mains: it runs on its battery', zh: '外部电源中断，使用电池' },
    fault: { en: 'the device reported a fault', zh: '设备报告故障' },
    nobody_on_duty: { en: 'nobody is on duty', zh: '无人值班' },
    red_unanswered: {
      en: 'a red call was not answered for a minute',
      zh: '红键呼叫一分钟无人应答',
    },
    journal_damaged: { en: 'records of the journal are lost', zh: '日志库有记录丢失' },
    update_stopped: { en: 'an update stopped by itself here', zh: '固件更新在此自行停止' },
    update_finished: { en: 'an update has come to its end', zh: '固件更新已结束' },
  },
  percent: (percent: number) => ({ en: `${percent} %`, zh: `${percent} %` }),
  dbm: (dbm: number) => ({ en: `${dbm} dBm`, zh: `${dbm} dBm` }),
  stepped: {
    suspend: {
      en: 'is suspended: its connection is cut, and it can not connect until it is resumed. Its home has no button now.',
      zh: '已暂停：连接已断开，恢复前不能连接。该住户现在没有可用的呼叫按钮。',
    },
    resume: { en: 'is resumed: it may connect again.', zh: '已恢复：可以重新连接。' },
    retire: {
      en: 'is retired for good: its keys are erased.',
      zh: '已永久停用：密钥已清除。',
    },
  },
  forGood: (device: string) => ({
    en: `${device} will be retired for good: its keys will be erased, and its home will have no button`,
    zh: `${device} 将永久停用：密钥会被清除，该住户不再有呼叫按钮`,
  }),
  onlyInFile: {
    en: 'only the devices file has it: write state: suspended or retired there and reload, or take it into the registry with `call-button registry import`',
    zh: '它只在设备文件中：请在其中写 state: suspended 或 retired 并重新加载，或用 `call-button registry import` 导入登记库',
  },
  connected: { en: 'connected', zh: '已连接' },
  away: { en: 'not connected', zh: '未连接' },
  outOfService: { en: 'out of service', zh: '不在服务中' },
  pending: { en: 'pending', zh: '待生效' },
  none: { en: '-', zh: '-' },
  open: (count: number) => ({
    en: `${count} open`,
    zh: `${count} 条未完成`,
  }),
  devices: (count: number) => ({
    en: `${count} devices`,
    zh: `${count} 台设备`,
  }),
  state: {
    queued: { en: 'queued', zh: '排队中' },
    sent: { en: 'sent, no answer yet', zh: '已发送，尚无应答' },
    done: { en: 'done', zh: '完成' },
    failed: { en: 'failed', zh: '失败' },
    unsupported: { en: 'the device can not do that', zh: '设备不支持' },
    expired: { en: 'expired without an answer', zh: '过期，未收到应答' },
    cancelled: { en: 'cancelled', zh: '已取消' },
  },
  action: {
    locate: { en: 'locate', zh: '定位提示' },
    self_test: { en: 'self-test', zh: '自检' },
    reboot: { en: 'reboot', zh: '重启' },
    rotate_key: { en: 'rotate key', zh: '更换密钥' },
  },
  waitsFor: {
    connection: { en: 'waits for the device to connect', zh: '等待设备连接' },
    call: { en: 'waits until the call is closed', zh: '等待呼叫结束' },
  },
  wanted: { en: 'configuration', zh: '配置' },
  own: { en: 'set for this device', zh: '仅对本设备的设置' },
  reported: (revision: number | null) => ({
    en:
      revision === null
        ? 'the device has not said its revision'
        : `the device has revision ${revision}`,
    zh: revision === null ? '设备尚未报告版本' : `设备现有版本 ${revision}`,
  }),
  pendingSince: (at: string) => ({
    en: `pending since ${at}`,
    zh: `自 ${at} 起待生效`,
  }),
  taken: { en: 'taken', zh: '已生效' },
  nextKey: (version: number) => ({
    en: `version ${version} is offered: once the device has taken it, it counts from the next connection on`,
    zh: `已提供版本 ${version}，设备接受后于下次连接时启用`,
  }),
  newest: { en: 'newest commands', zh: '最近的命令' },
  setting: {
    heartbeat_s: { en: 'heartbeat', zh: '心跳间隔' },
    unreached_after_s: { en: 'use the telephone after', zh: '提示改用电话的时间' },
    main_gateway: { en: 'main gateway', zh: '主网关' },
    spare_gateway: { en: 'spare gateway', zh: '备用网关' },
  },
  seconds: (count: number) => ({
    en: `${count} s`,
    zh: `${count} 秒`,
  }),
  configured: (count: number) => ({
    en:
      count === 1
        ? 'Stored. The device gets it now, or when it connects.'
        : `Stored. ${count} devices get it one after the other, or when they connect.`,
    zh:
      count === 1
        ? '已保存。设备现在或下次连接时收到。'
        : `已保存。${count} 台设备依次收到，未连接的在连接时收到。`,
  }),
  ordered: (device: string, id: number, action: string) => ({
    en: `${device}: ${action} is stored as command ${id}`,
    zh: `${device}：${action}已保存，命令编号 ${id}`,
  }),
  orderedMany: (count: number, action: string) => ({
    en: `${action} is stored for ${count} devices`,
    zh: `${action}已为 ${count} 台设备保存`,
  }),
  notNow: {
    connection: {
      en: 'The device is not connected: queued; sent when it connects.',
      zh: '设备未连接：已排队，连接后发送。',
    },
    call: {
      en: 'Somebody has called for help there: held until the call is closed.',
      zh: '该处有人正在求助：等呼叫结束后再发送。',
    },
    sending: {
      en: 'On its way. --wait waits for the answer; `results` shows it.',
      zh: '正在发送。--wait 等待应答；results 查看结果。',
    },
  },
  rotateNext: {
    en: 'The new key counts from the next connection on; until then the old one stays good.',
    zh: '新密钥从下次连接起启用；在此之前旧密钥仍然有效。',
  },
  cancelled: (device: string, id: number) => ({
    en: `${device}: command ${id} is cancelled`,
    zh: `${device}：命令 ${id} 已取消`,
  }),
  noCommands: { en: 'No commands.', zh: '没有命令。' },
  until: (at: string) => ({
    en: `given up at ${at}`,
    zh: `${at} 放弃`,
  }),
  sure: (what: string) => ({
    en: `${what}. Go on? [y/N] `,
    zh: `${what}。继续吗？[y/N] `,
  }),
  sayYes: (what: string) => ({
    en: `${what}. Nothing was done: say --yes if that is meant`,
    zh: `${what}。未做任何操作：如确认请加 --yes`,
  }),
  all: { en: 'all devices', zh: '所有设备' },
  group: (name: string) => ({
    en: `every device of the group ${name}`,
    zh: `分组 ${name} 的每台设备`,
  }),
  newAddress: (whom: string) => ({
    en: `With a wrong address ${whom} may never come back but over the cable`,
    zh: `地址有误时，${whom}可能只能通过数据线恢复`,
  }),
  nameSetting: (options: string) => ({
    en: `name what to set: ${options}`,
    zh: `请写明要设置的内容：${options}`,
  }),
  waitForOne: { en: '--wait is for one device', zh: '--wait 只用于一台设备' },
  nameDevices: {
    en: 'name one device, or --group NAME, or --all',
    zh: '请指定一台设备，或 --group 组名，或 --all',
  },
  aborted: { en: 'Nothing was done.', zh: '未做任何操作。' },
};
