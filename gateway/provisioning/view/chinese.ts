// The installer's texts in Chinese.
import type { EN } from './english.ts';
import { FAILURES_ZH } from './failures-chinese.ts';

const STATES: Record<string, string> = {
  new: '新设备',
  provisioned: '已配置',
  tested: '已测试',
  in_service: '使用中',

  suspended: '已暂停',
  retired: '已停用',
};

export const ZH: typeof EN = {
  title: 'call-button：安装设备',
  steps: {
    device: '查找设备',
    gateway: '连接网关',
    answers: '填写信息',

    home: '登记住户',
    register: '登记设备',
    write: '写入密钥和设置',

    link: '联网',
    power: '电源和电池',
    signals: '指示灯和蜂鸣器',

    green: '按绿键',
    red: '按红键',
    accept: '投入使用',
  },
  fields: {
    device_id: '设备编号（见标签）',
    reference: '住户编号（服务平台档案中的编号）',
    community: '社区（可不填）',
    subdistrict: '街道（可不填）',
    name: '住户姓名（仅当网关要保存时填写，可不填）',
    address: '地址（可不填）',
    telephone: '电话（可不填）',
    group: '分组（由管理员规定，可不填）',
    account: 'SIA 账号（可不填）',
    zone: 'SIA 防区号（可不填）',
    wifi_ssid: 'Wi-Fi 名称（2.4 GHz）',
    wifi_password: 'Wi-Fi 密码（不填：开放网络）',
    main: '设备连接的网关地址，host:port 或 tls://host:port',
    spare: '备用网关地址（可不填）',
    heartbeat_s: '心跳间隔（秒）',
    unreached_after_s: '多少秒后提示“请打电话”',
    reason: '设备为什么离开原来的住户？',
  },
  faults: {
    missing: '必须填写',
    id: '只能用 A-Z a-z 0-9 _ -，4 到 32 个字符',
    control: '不能有控制字符和换行',
    surrogate: '有半个字符，请重新输入',
    long_bytes: '太长：Wi-Fi 名称最多 32 字节，密码最多 63 字节；一个汉字算 3 个字节',
    long: '太长',
    password_short: 'Wi-Fi 密码至少 8 个字符，或者不填',
    host: '应为主机名或地址，例如 gateway.example:1883',
    port: '主机后面应有 1 到 65535 的端口，例如 gateway.example:1883',
    seconds: '应为整秒数：心跳 60 到 86400，电话提示 30 到 600',
    account: '应为 3 到 16 个 0-9 A-F',
    zone: '应为 0 到 999 的数字',
    telephone: '只能有数字，以及 + ( ) - . / 和空格',
  },
  failures: FAILURES_ZH,
  code: (code) => `（${code}）`,
  whatNow: '现在怎么办？',
  ways: {
    again: '再试一次',
    presses: '重做按键测试',
    wifi: '重新输入 Wi-Fi',
    address: '重新输入 Wi-Fi 和网关地址',
    accept: '仍然继续（会记入安装记录）',
    drop: '放弃等待中的按键',
    rebind: '把设备改到这个住户',
    reset: '用绿键恢复出厂设置',
    other: '继续安装现在接着的设备',
    stop: '停止；已完成的会保留',
  },
  yes: '是',
  no: '否',
  tried: (port, label, what) => `${port} ${label}：${what}`.replace(' ：', '：'),
  aDevice: (id) => (id === '' ? '未设置的设备' : `设备 ${id}`),
  chooseDevice: '有几台设备应答，要安装哪一台？',
  boardIs: (board) => `解释器和变量数：${board}`,
  repair: {
    looking: (path) => `在 ${path} 上寻找提示符`,
    erasing: '正在清除存储；开机计数和未送出的按键会保留',
    writing: (file, bytes) => `正在写入 ${file}，${bytes} 字节`,
    restarting: '正在重新启动',
    done: '修复完成。设备现在没有设置，需要重新安装。',
  },
  found: (port, { deviceId, model, firmware }) =>
    `${port}：${deviceId === '' ? '未设置的设备' : `设备 ${deviceId}`}，${model}，固件 ${firmware}`,
  gatewayIs: (gateway, version, name, role) =>
    `网关 ${gateway}，版本 ${version}；您是 ${name}（${role}）`,
  goesOn: (step) =>
    `这台设备以前开始安装过${step === '' ? '' : `，最后完成的步骤：${step}`}：接着做`,
  answersAre: (places) => `本次安装：${places}`,
  homeIs: (reference) => `住户 ${reference} 已登记`,
  registering: '网关正在登记设备',
  registered: (id, isNew, reference) =>
    `${id} ${isNew ? '已登记' : '以前已登记'}，属于住户 ${reference}`,
  looking: '正在查看设备现有的内容',
  keyIssued: (version) => `网关已签发第 ${version} 版密钥`,
  keyHeld: (version) => `设备已有第 ${version} 版密钥和设置`,
  written: (count, of) => `已写入并读回：${count}/${of}`,
  settingsHeld: (count, version) =>
    `${count} 项设置已写入并读回；重启后设备仍保存着它们和第 ${version} 版密钥`,
  commitLost: '最后一行没有收到回答。没关系：看设备现在保存的内容就知道结果。',
  restarting: '设备正在重启',
  linkReason: (sentence) => `设备说：${sentence}`,
  signal: (word, rssi) =>
    rssi === 0 ? `已联网；Wi-Fi 信号：${word}` : `已联网；Wi-Fi 信号：${word}（${rssi} dBm）`,
  strength: {
    unknown: '未知',
    good: '好',
    fair: '一般',
    weak: '弱',
    bad: '很弱',
  },
  power: (onMains, charge, percent) =>
    `${onMains ? '已接电源' : '未接电源'}；电池：${charge}${charge === '未测量' ? '' : `（${percent} %）`}`,
  charge: {
    unknown: '未测量',
    none: '没有',
    good: '好',
    low: '低',
    empty: '快用完',
  },
  selfTest: (result) => `已进入测试模式；自检：${result}`,
  testResult: (result) => {
    if (result === 'ok') return '通过';
    return result === 'waiting for the link' ? '还没有结果（设备当时在等待联网）' : result;
  },
  signalsSeen: '指示灯和蜂鸣器已确认',
  signalsBefore: '指示灯和蜂鸣器以前已确认',
  lightSeen: '设备上的两个灯是否一长一短地闪（或随后亮绿灯）？',
  buzzerHeard: '蜂鸣器响了吗？',
  pressNow: {
    green: '请现在按一下绿键。这是测试，不会有人来电话。',
    red: '请现在按一下红键。这是测试，不会有人来电话。',
  },
  pressSeen: { green: '网关已收到绿键', red: '网关已收到红键' },
  pressAccepted: { green: '平台已受理绿键测试呼叫', red: '平台已受理红键测试呼叫' },
  pressBefore: { green: '绿键测试呼叫以前已受理', red: '红键测试呼叫以前已受理' },
  inService: (id) => `${id} 已投入使用`,
  dropSure: '设备上有一次按键一直没有送出。要放弃吗？请先问住户是否需要帮助。',
  resetGesture:
    '请关掉设备。按住绿键，打开设备，继续按住。现在设备开着并且绿键按着吗？（60 秒以内）',
  resetDone: '已恢复出厂设置；可以松开绿键',
  cableBack: '数据线已接回',
  stopped: (command) => `已停止。设备和状态都是完好的。用同一条命令可以接着做：\n  ${command}`,
  testModeEnds: '要等上一次测试模式结束：请稍等，最多 6 分钟',
  testModeOn: '如果还在测试模式，它会在 5 分钟内自己结束：在此之前每个键的第一次按下只是测试。',
  protocol: (file) => `安装记录：${file}`,
  next: (reference, id) =>
    `下一个：住户 ${reference}${id === '' ? '' : `，设备 ${id}`}。请接上设备，然后按回车。`,
  connectNext: '设备已接上',
  endDay: '今天到此为止',
  rowDone: (line, reference) => `第 ${line} 行，住户 ${reference}：以前已完成`,
  rowBad: (line, what) => `第 ${line} 行：跳过：${what}`,
  rowFailed: (line, reference, what) => `第 ${line} 行，住户 ${reference}：未完成：${what}`,
  columnMissing: (names) => `清单缺少列：${names}`,
  columnTwice: (name) => `列 ${name} 出现了两次`,
  duplicate: (column, line) => `${column} 与第 ${line} 行相同`,
  quoteOpen:
    '引号没有成对，或出现在单元格中间：含引号的单元格要整个加引号，其中的引号写两次；单元格内不能换行',
  tooFew: '这一行的列数与第一行不同',
  batchDone: (done, failed, bad, left) =>
    `已投入使用 ${done}，未完成 ${failed}，跳过 ${bad} 行，还剩 ${left}`,
  coverage: {
    subdistrict: '街道',
    community: '社区',
    homes: '住户',

    installed: '已安装',
    tested: '已测试',
    in_service: '使用中',
    all: '合计',
  },
  sheet: {
    title: '呼叫器安装单',
    device: '设备',
    reference: '住户编号',
    place: '街道、社区',
    group: '分组',
    hardware: '主板、固件',
    key: '密钥版本',
    signal: 'Wi-Fi',
    battery: '电池',
    mains: '电源',
    selfTest: '自检',
    light: '看见灯光，听见蜂鸣器',
    presses: '测试呼叫已受理（绿、红）',
    warnings: '已接受的警告',
    inService: '投入使用时间',
    notInService: '未投入使用',
    signature: '安装人、住户签名',
  },
  doctor: {
    title: '设备状态',
    identity: (id, version) =>
      id === '' ? '没有设置：它不会呼叫任何人。请先安装。' : `它是 ${id}，密钥第 ${version} 版。`,
    build: (model, firmware, boot) => `主板 ${model}，固件 ${firmware}，第 ${boot} 次启动。`,
    uptime: (hours, minutes, seconds) => `已运行 ${hours} 小时 ${minutes} 分 ${seconds} 秒。`,
    wifi: (word, rssi) =>
      rssi === 0 ? `Wi-Fi 信号：${word}` : `Wi-Fi 信号：${word}（${rssi} dBm）`,
    link: {
      none: '没有连接：没有设置。',
      connected: '已连接到自己的网关。',
      waiting: '未连接；正在等待下一次尝试。',
      connecting: '未连接；正在尝试。',
      open: '线路已通，但网关还没有证明自己。',
    },
    connects: (count) =>
      count > 10
        ? `启动后尝试连接 ${count} 次：太多了，请检查 Wi-Fi。`
        : `启动后尝试连接 ${count} 次。`,
    outbox: (count) => (count === 0 ? '没有等待发送的消息。' : `有 ${count} 条消息等待发送。`),
    memory: (free) =>
      free > 0 && free < 300
        ? `空闲内存很少（${free}）。`
        : `空闲内存足够${free === 0 ? '' : `（${free}）`}。`,
    lastError: (number) =>
      number === 0 ? '没有记录错误。' : `最后一个错误的编号是 ${number}：请告诉厂家。`,
    gateway: (state, connected, used, newest) =>
      `网关认识它：${STATES[state] ?? state}，${connected ? '已连接' : '未连接'}，使用密钥 ${used}，最新 ${newest}。`,
    unknownAtGateway: '网关不认识这台设备。',
    noGateway: '没有询问网关：需要 --gateway 和令牌。',
    conditions: (names) => `网关上未处理的问题：${names}。`,
    bundle: (file) => `支持文件（不含密钥和个人信息）：${file}`,
  },
};
