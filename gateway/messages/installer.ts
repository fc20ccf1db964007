// What an installer reads.
import { DOCTOR } from './doctor.ts';
import { TEXT_FAULTS } from './expected.ts';
import { FAILURES } from './failures.ts';
import { type Sentence, verbatim } from './sentence.ts';
import { ROLES } from './words.ts';

export const INSTALLER = {
  title: { en: 'call-button: install a device', zh: 'call-button：安装设备' },
  steps: {
    device: { en: 'Find the device', zh: '查找设备' },
    gateway: { en: 'Greet the gateway', zh: '连接网关' },
    answers: { en: 'What is wanted', zh: '填写信息' },
    home: { en: 'Enter the home', zh: '登记住户' },
    register: { en: 'Register the device', zh: '登记设备' },
    write: { en: 'Write key and settings', zh: '写入密钥和设置' },
    link: { en: 'Connect', zh: '联网' },
    power: { en: 'Mains and battery', zh: '电源和电池' },
    signals: { en: 'Light and buzzer', zh: '指示灯和蜂鸣器' },
    green: { en: 'Press the green key', zh: '按绿键' },
    red: { en: 'Press the red key', zh: '按红键' },
    accept: { en: 'Put into service', zh: '投入使用' },
  },
  fields: {
    device_id: { en: 'Device id, as printed on the label', zh: '设备编号（见标签）' },
    reference: {
      en: "The resident's reference in the platform's records",
      zh: '住户编号（服务平台档案中的编号）',
    },
    community: { en: 'Community (may be empty)', zh: '社区（可不填）' },
    subdistrict: { en: 'Subdistrict (may be empty)', zh: '街道（可不填）' },
    name: {
      en: "Resident's name (only if the operator keeps it at the gateway; may be empty)",
      zh: '住户姓名（仅当网关要保存时填写，可不填）',
    },
    address: { en: 'Address (may be empty)', zh: '地址（可不填）' },
    telephone: { en: 'Telephone (may be empty)', zh: '电话（可不填）' },
    group: {
      en: 'Group, as the operator names it (may be empty)',
      zh: '分组（由管理员规定，可不填）',
    },
    account: { en: 'SIA account number (may be empty)', zh: 'SIA 账号（可不填）' },
    zone: { en: 'SIA zone (may be empty)', zh: 'SIA 防区号（可不填）' },
    wifi_ssid: { en: 'Name of the Wi-Fi (2.4 GHz)', zh: 'Wi-Fi 名称（2.4 GHz）' },
    wifi_password: {
      en: 'Password of the Wi-Fi (empty: an open network)',
      zh: 'Wi-Fi 密码（不填：开放网络）',
    },
    main: {
      en: 'Where the device finds the gateway, host:port or tls://host:port',
      zh: '设备连接的网关地址，host:port 或 tls://host:port',
    },
    spare: { en: 'Spare address of the gateway (may be empty)', zh: '备用网关地址（可不填）' },
    heartbeat_s: { en: 'Seconds between heartbeats', zh: '心跳间隔（秒）' },
    unreached_after_s: { en: 'Seconds until "use the telephone"', zh: '多少秒后提示“请打电话”' },
    reason: { en: 'Why does the device leave its former home?', zh: '设备为什么离开原来的住户？' },
  },
  labels: {
    device_id: { en: 'Device', zh: '设备编号' },
    reference: { en: 'Resident’s reference', zh: '住户编号' },
    community: { en: 'Community', zh: '社区' },
    subdistrict: { en: 'Subdistrict', zh: '街道' },
    name: { en: 'Resident’s name', zh: '住户姓名' },
    address: { en: 'Address', zh: '地址' },
    telephone: { en: 'Telephone', zh: '电话' },
    group: { en: 'Group', zh: '分组' },
    account: { en: 'SIA account', zh: 'SIA 账号' },
    zone: { en: 'SIA zone', zh: 'SIA 防区号' },
    wifi_ssid: { en: 'Wi-Fi', zh: 'Wi-Fi 名称' },
    wifi_password: { en: 'Password of the Wi-Fi', zh: 'Wi-Fi 密码' },
    main: { en: 'Gateway, for the device', zh: '设备连接的网关地址' },
    spare: { en: 'Spare gateway', zh: '备用网关地址' },
    heartbeat_s: { en: 'Seconds between heartbeats', zh: '心跳间隔（秒）' },
    unreached_after_s: { en: 'Seconds until “use the telephone”', zh: '多少秒后提示“请打电话”' },
  },
  faults: {
    missing: { en: 'this must be filled in', zh: '必须填写' },
    id: {
      en: '4 to 32 of A-Z a-z 0-9 _ - are allowed',
      zh: '只能用 A-Z a-z 0-9 _ -，4 到 32 个字符',
    },
    ...TEXT_FAULTS,
    long_bytes: {
      en: 'too long: a network name has at most 32 bytes, a password 63; a Chinese character counts as 3',
      zh: '太长：Wi-Fi 名称最多 32 字节，密码最多 63 字节；一个汉字算 3 个字节',
    },
    long: { en: 'too long', zh: '太长' },
    password_short: {
      en: 'a Wi-Fi password has at least 8 characters, or none',
      zh: 'Wi-Fi 密码至少 8 个字符，或者不填',
    },
    host: {
      en: 'expected a host name or an address, such as gateway.example:1883',
      zh: '应为主机名或地址，例如 gateway.example:1883',
    },
    port: {
      en: 'expected a port from 1 to 65535 after the host, such as gateway.example:1883',
      zh: '主机后面应有 1 到 65535 的端口，例如 gateway.example:1883',
    },
    seconds: {
      en: 'expected whole seconds: 60 to 86400 for heartbeats, 30 to 600 for the telephone',
      zh: '应为整秒数：心跳 60 到 86400，电话提示 30 到 600',
    },
    account: { en: 'expected 3 to 16 of 0-9 A-F', zh: '应为 3 到 16 个 0-9 A-F' },
    zone: { en: 'expected a number from 0 to 999', zh: '应为 0 到 999 的数字' },
    telephone: {
      en: 'expected digits, with + ( ) - . / and blanks at most',
      zh: '只能有数字，以及 + ( ) - . / 和空格',
    },
  },
  failures: FAILURES,
  code: (code: string) => ({
    en: `(${code})`,
    zh: `（${code}）`,
  }),
  whatNow: { en: 'What now?', zh: '现在怎么办？' },
  ways: {
    again: { en: 'Try again', zh: '再试一次' },
    look: {
      en: 'Another button is on the cable now: look again',
      zh: '现在接的是另一个按钮：重新查找',
    },
    presses: { en: 'Do the test presses again', zh: '重做按键测试' },
    wifi: { en: 'Enter the Wi-Fi anew', zh: '重新输入 Wi-Fi' },
    address: { en: 'Enter Wi-Fi and gateway address anew', zh: '重新输入 Wi-Fi 和网关地址' },
    accept: {
      en: 'Go on all the same (it is noted in the protocol)',
      zh: '仍然继续（会记入安装记录）',
    },
    drop: { en: 'Give up the press that waits', zh: '放弃等待中的按键' },
    rebind: { en: 'Move the device to this home', zh: '把设备改到这个住户' },
    reset: { en: 'Reset the device by its green key', zh: '用绿键恢复出厂设置' },
    other: { en: 'Go on with the device that is on the cable', zh: '继续安装现在接着的设备' },
    stop: { en: 'Stop here; what is done is kept', zh: '停止；已完成的会保留' },
  },
  yes: { en: 'Yes', zh: '是' },
  no: { en: 'No', zh: '否' },
  tried: (port: string, label: string, what: string) => ({
    en: `${port} ${label}: ${what}`.replace('  ', ' '),
    zh: `${port} ${label}：${what}`.replace(' ：', '：'),
  }),
  aDevice: (id: string) => ({
    en: id === '' ? 'a device without settings' : `device ${id}`,
    zh: id === '' ? '未设置的设备' : `设备 ${id}`,
  }),
  chooseDevice: {
    en: 'Several devices answer. Which one is meant?',
    zh: '有几台设备应答，要安装哪一台？',
  },
  boardIs: (board: string) => ({
    en: `Interpreter and variables: ${board}`,
    zh: `解释器和变量数：${board}`,
  }),
  repair: {
    looking: (path: string) => ({
      en: `Looking for the prompt on ${path}`,
      zh: `在 ${path} 上寻找提示符`,
    }),
    erasing: {
      en: 'Erasing Storage; boot counter and presses that wait stay',
      zh: '正在清除存储；开机计数和未送出的按键会保留',
    },
    writing: (file: string, bytes: number) => ({
      en: `Writing ${file}, ${bytes} bytes`,
      zh: `正在写入 ${file}，${bytes} 字节`,
    }),
    restarting: { en: 'Restarting the board', zh: '正在重新启动' },
    done: {
      en: 'The board is repaired. It has no settings now: it must be installed anew.',
      zh: '修复完成。设备现在没有设置，需要重新安装。',
    },
  },
  found: (
    port: string,
    { deviceId, model, firmware }: { deviceId: string; model: string; firmware: string },
  ) => ({
    en: `${port}: ${deviceId === '' ? 'a device without settings' : `device ${deviceId}`}, ${model}, firmware ${firmware}`,
    zh: `${port}：${deviceId === '' ? '未设置的设备' : `设备 ${deviceId}`}，${model}，固件 ${firmware}`,
  }),
  gatewayIs: (gateway: string, version: string, name: string, role: string) => ({
    en: `gateway ${gateway}, version ${version}; your token is ${name}, its role: ${roleOf(role).en}`,
    zh: `网关 ${gateway}，版本 ${version}；您的令牌是 ${name}，角色：${roleOf(role).zh}`,
  }),
  goesOn: (step: string) => ({
    en: `an installation of this device was begun before${step === '' ? '' : `, last step done: ${step}`}: it goes on. The answers of before can be changed`,
    zh: `这台设备以前开始安装过${step === '' ? '' : `，最后完成的步骤：${step}`}：接着做。以前的回答可以修改`,
  }),
  finishedBefore: (reference: string) => ({
    en: `this device was put into service before, in home ${reference}. Its record stays as it is until something new is registered`,
    zh: `这台设备以前已在住户 ${reference} 投入使用。没有登记新内容以前，它的安装记录保持不变`,
  }),
  isElsewhere: (id: string, isInService: boolean) => ({
    en: `${id} is ${isInService ? 'in service' : 'registered'} in another home: compare the label. Is the button of the home before still on the cable, or the id a slip?`,
    zh: `${id} 已在另一个住户${isInService ? '投入使用' : '登记'}：请核对标签。接着的是上一户的按钮吗？编号写错了吗？`,
  }),
  reviewLine: (label: string, value: string) => ({
    en: `${label}: ${value}`,
    zh: `${label}：${value}`,
  }),
  isAllRight: {
    en: 'Is all of this right? Nothing is registered or written before you say so.',
    zh: '以上内容都对吗？确认之前不会登记，也不会写入。',
  },
  allRight: { en: 'All of it is right: go on', zh: '都对：继续' },
  correct: (label: string) => ({
    en: `Correct: ${label}`,
    zh: `修改：${label}`,
  }),
  keptAtGateway: {
    en: 'as the gateway has it (not shown to installers)',
    zh: '以网关保存的为准（不向安装人显示）',
  },
  isGiven: { en: 'given', zh: '已填写' },
  openNetwork: { en: 'none: an open network', zh: '无：开放网络' },
  homeIs: (reference: string) => ({
    en: `home ${reference} is entered`,
    zh: `住户 ${reference} 已登记`,
  }),
  registering: { en: 'the gateway registers the device', zh: '网关正在登记设备' },
  registered: (id: string, isNew: boolean, reference: string) => ({
    en: `${id} ${isNew ? 'is registered' : 'was registered before'}, in home ${reference}`,
    zh: `${id} ${isNew ? '已登记' : '以前已登记'}，属于住户 ${reference}`,
  }),
  looking: { en: 'what the device holds is looked at', zh: '正在查看设备现有的内容' },
  keyIssued: (version: number) => ({
    en: `the gateway has issued key version ${version}`,
    zh: `网关已签发第 ${version} 版密钥`,
  }),
  keyHeld: (version: number) => ({
    en: `the device holds key version ${version} and its settings already`,
    zh: `设备已有第 ${version} 版密钥和设置`,
  }),
  written: (count: number, of: number) => ({
    en: `written and read back: ${count} of ${of}`,
    zh: `已写入并读回：${count}/${of}`,
  }),
  settingsHeld: (count: number, version: number) => ({
    en: `${count} settings are written and read back; after its restart the device holds them, and key version ${version}`,
    zh: `${count} 项设置已写入并读回；重启后设备仍保存着它们和第 ${version} 版密钥`,
  }),
  commitLost: {
    en: 'The answer to the last line did not come. That is not lost: what the device holds now will tell.',
    zh: '最后一行没有收到回答。没关系：看设备现在保存的内容就知道结果。',
  },
  restarting: { en: 'the device restarts', zh: '设备正在重启' },
  linkReason: (sentence: string) => ({
    en: `the device says: ${sentence}`,
    zh: `设备说：${sentence}`,
  }),
  signal: (word: string, rssi: number) => ({
    en:
      rssi === 0
        ? `connected; strength of the Wi-Fi: ${word}`
        : `connected; strength of the Wi-Fi: ${word} (${rssi} dBm)`,
    zh: rssi === 0 ? `已联网；Wi-Fi 信号：${word}` : `已联网；Wi-Fi 信号：${word}（${rssi} dBm）`,
  }),
  strength: {
    unknown: { en: 'not told', zh: '未知' },
    good: { en: 'good', zh: '好' },
    fair: { en: 'fair', zh: '一般' },
    weak: { en: 'weak', zh: '弱' },
    bad: { en: 'very weak', zh: '很弱' },
  },
  power: (onMains: boolean, charge: string, percent: number) => ({
    en: `${onMains ? 'on mains' : 'not on mains'}; battery ${charge}${charge === 'not measured' ? '' : ` (${percent} %)`}`,
    zh: `${onMains ? '已接电源' : '未接电源'}；电池：${charge}${charge === '未测量' ? '' : `（${percent} %）`}`,
  }),
  charge: {
    unknown: { en: 'not measured', zh: '未测量' },
    none: { en: 'missing', zh: '没有' },
    good: { en: 'good', zh: '好' },
    low: { en: 'low', zh: '低' },
    empty: { en: 'nearly empty', zh: '快用完' },
  },
  selfTest: (result: string) => ({
    en: `test mode is on; self-test: ${result}`,
    zh: `已进入测试模式；自检：${result}`,
  }),
  testResult: {
    ok: { en: 'ok', zh: '通过' },
    'waiting for the link': {
      en: 'no result yet (it waited for its connection)',
      zh: '还没有结果（设备当时在等待联网）',
    },
  },
  signalsSeen: { en: 'light and buzzer are confirmed', zh: '指示灯和蜂鸣器已确认' },
  signalsBefore: { en: 'light and buzzer were confirmed before', zh: '指示灯和蜂鸣器以前已确认' },
  lightSeen: {
    en: 'Do both lights of the device flash, long and short (or green after it)?',
    zh: '设备上的两个灯是否一长一短地闪（或随后亮绿灯）？',
  },
  buzzerHeard: { en: 'Did the buzzer beep?', zh: '蜂鸣器响了吗？' },
  pressNow: {
    green: {
      en: 'Press the GREEN key once, now. It is a test: nobody will call.',
      zh: '请现在按一下绿键。这是测试，不会有人来电话。',
    },
    red: {
      en: 'Press the RED key once, now. It is a test: nobody will call.',
      zh: '请现在按一下红键。这是测试，不会有人来电话。',
    },
  },
  pressSeen: {
    green: { en: 'the green press is at the gateway', zh: '网关已收到绿键' },
    red: { en: 'the red press is at the gateway', zh: '网关已收到红键' },
  },
  pressAccepted: {
    green: { en: 'the platform has accepted the green test call', zh: '平台已受理绿键测试呼叫' },
    red: { en: 'the platform has accepted the red test call', zh: '平台已受理红键测试呼叫' },
  },
  pressBefore: {
    green: { en: 'the green test call was accepted before', zh: '绿键测试呼叫以前已受理' },
    red: { en: 'the red test call was accepted before', zh: '红键测试呼叫以前已受理' },
  },
  inService: (id: string) => ({
    en: `${id} is in service`,
    zh: `${id} 已投入使用`,
  }),
  dropSure: {
    en: 'A press on the device was never delivered. Give it up? Ask the resident first whether help is needed.',
    zh: '设备上有一次按键一直没有送出。要放弃吗？请先问住户是否需要帮助。',
  },
  resetGesture: {
    en: 'Switch the device off. Hold the green key down, switch it on, and go on holding. Is it on, with the green key held down? (within 60 s)',
    zh: '请关掉设备。按住绿键，打开设备，继续按住。现在设备开着并且绿键按着吗？（60 秒以内）',
  },
  resetDone: {
    en: 'the device is reset; you can let the green key go',
    zh: '已恢复出厂设置；可以松开绿键',
  },
  cableBack: { en: 'the cable is back', zh: '数据线已接回' },
  stopped: (command: string) => ({
    en: `Stopped. Device and state are in order. Go on with the same command:\n  ${command}`,
    zh: `已停止。设备和状态都是完好的。用同一条命令可以接着做：\n  ${command}`,
  }),
  testModeEnds: {
    en: 'the former test mode must end first: that is waited for, at most 6 minutes',
    zh: '要等上一次测试模式结束：请稍等，最多 6 分钟',
  },
  testModeOn: {
    en: 'If test mode is still on, it ends by itself within 5 minutes: until then the first press of each key is only a test.',
    zh: '如果还在测试模式，它会在 5 分钟内自己结束：在此之前每个键的第一次按下只是测试。',
  },
  protocol: (file: string) => ({
    en: `protocol: ${file}`,
    zh: `安装记录：${file}`,
  }),
  next: (reference: string, who: string, id: string) => ({
    en: `Next: home ${reference}${who === '' ? '' : ` (${who})`}${id === '' ? '' : `, device ${id}`}. Connect its device and press Enter.`,
    zh: `下一个：住户 ${reference}${who === '' ? '' : `（${who}）`}${id === '' ? '' : `，设备 ${id}`}。请接上设备，然后按回车。`,
  }),
  connectNext: { en: 'The device is connected', zh: '设备已接上' },
  endDay: { en: 'Stop for today', zh: '今天到此为止' },
  rowDone: (line: number, reference: string) => ({
    en: `line ${line}, home ${reference}: done before`,
    zh: `第 ${line} 行，住户 ${reference}：以前已完成`,
  }),
  rowBad: (line: number, what: string) => ({
    en: `line ${line}: left out: ${what}`,
    zh: `第 ${line} 行：跳过：${what}`,
  }),
  rowFailed: (line: number, reference: string, what: string) => ({
    en: `line ${line}, home ${reference}: not done: ${what}`,
    zh: `第 ${line} 行，住户 ${reference}：未完成：${what}`,
  }),
  workbook: {
    en: 'it is a workbook. In Excel, WPS or LibreOffice save it as “CSV UTF-8”, and give that file',
    zh: '这是表格文件。请在 Excel、WPS 或 LibreOffice 里另存为“CSV UTF-8”，再用那个文件',
  },
  columnMissing: (names: string) => ({
    en: `the list lacks the column ${names}`,
    zh: `清单缺少列：${names}`,
  }),
  columnTwice: (name: string) => ({
    en: `the column ${name} is there twice`,
    zh: `列 ${name} 出现了两次`,
  }),
  duplicate: (column: string, line: number) => ({
    en: `the same ${column} as in line ${line}`,
    zh: `${column} 与第 ${line} 行相同`,
  }),
  quoteOpen: {
    en: 'a quotation mark is open, or stands inside of a cell: a cell with one is put in quotes, with each doubled; none has a line break',
    zh: '引号没有成对，或出现在单元格中间：含引号的单元格要整个加引号，其中的引号写两次；单元格内不能换行',
  },
  tooFew: {
    en: 'a row with another number of columns than the first line has',
    zh: '这一行的列数与第一行不同',
  },
  batchDone: (done: number, failed: number, bad: number, left: number) => ({
    en: `${done} in service, ${failed} not done, ${bad} rows left out, ${left} still to come`,
    zh: `已投入使用 ${done}，未完成 ${failed}，跳过 ${bad} 行，还剩 ${left}`,
  }),
  coverage: {
    subdistrict: { en: 'subdistrict', zh: '街道' },
    community: { en: 'community', zh: '社区' },
    homes: { en: 'homes', zh: '住户' },
    installed: { en: 'installed', zh: '已安装' },
    tested: { en: 'tested', zh: '已测试' },
    in_service: { en: 'in service', zh: '使用中' },
    all: { en: 'all', zh: '合计' },
  },
  sheet: {
    title: { en: 'Installation of a call button', zh: '呼叫器安装单' },
    device: { en: 'Device', zh: '设备' },
    reference: { en: 'Reference', zh: '住户编号' },
    place: { en: 'Subdistrict, community', zh: '街道、社区' },
    group: { en: 'Group', zh: '分组' },
    hardware: { en: 'Board, firmware', zh: '主板、固件' },
    key: { en: 'Key version', zh: '密钥版本' },
    signal: { en: 'Wi-Fi', zh: 'Wi-Fi' },
    battery: { en: 'Battery', zh: '电池' },
    mains: { en: 'Mains', zh: '电源' },
    selfTest: { en: 'Self-test', zh: '自检' },
    light: { en: 'Light seen, buzzer heard', zh: '看见灯光，听见蜂鸣器' },
    presses: { en: 'Test calls accepted (green, red)', zh: '测试呼叫已受理（绿、红）' },
    warnings: { en: 'Accepted warnings', zh: '已接受的警告' },
    inService: { en: 'In service since', zh: '投入使用时间' },
    notInService: { en: 'NOT IN SERVICE', zh: '未投入使用' },
    forResident: { en: 'For the resident', zh: '致住户' },
    red: {
      en: 'RED: you need help at once. Press once: the service calls you back at once.',
      zh: '红键：需要紧急帮助。按一下，服务人员会马上给您打电话。',
    },
    green: {
      en: 'GREEN: you need something that can wait a little. Press once: the service calls you back.',
      zh: '绿键：需要帮助，但不紧急。按一下，服务人员会给您回电话。',
    },
    lightTells: {
      en: 'A green light that is on means: help is coming. Two quick flashes, red then green, with long low tones mean: nobody was reached. Then use the telephone.',
      zh: '绿灯亮着：帮助马上到。先红后绿各快闪一次，并有低沉的长音：没有联系到任何人，请打电话。',
    },
    telephone: { en: 'Telephone of the service', zh: '服务电话' },
    installer: { en: 'Installer: date, signature', zh: '安装人：日期、签名' },
    resident: { en: 'Resident: date, signature', zh: '住户：日期、签名' },
  },
  doctor: DOCTOR,
};

/** A newer gateway may know others. */
function roleOf(role: string): Sentence {
  return Object.hasOwn(ROLES, role) ? ROLES[role as keyof typeof ROLES] : verbatim(role);
}
