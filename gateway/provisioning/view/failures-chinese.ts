// Each failure's sentence and the next thing to try, in Chinese.
import type { FailureCode } from '../failure.ts';
import type { FailureText } from './failures-english.ts';

const say = (what: (detail: string) => string, next: string): FailureText => ({ what, next });

const KEYS: Record<string, string> = { green: '绿键', red: '红键' };

export const FAILURES_ZH: Record<FailureCode, FailureText> = {
  NO_PORT: say(
    () => '没有找到串口。',
    '请用数据线连接电脑和设备。可用 --port 指定串口：/dev/ttyUSB0 或 /dev/ttyACM0（Linux），/dev/cu.usbserial-…（macOS），COM3（Windows，见设备管理器）。',
  ),
  SEVERAL_PORTS: say((ports) => `有几台设备应答：${ports}。`, '只留一台，或用 --port 指定。'),
  PORT_DENIED: say(
    (port) => `当前用户不能打开 ${port}。`,
    'Linux：sudo usermod -aG dialout $USER（有的系统是 uucp 组），然后重新登录；或为适配器写一条 udev 规则。',
  ),
  PORT_BUSY: say(
    (port) => `${port} 被别的程序占用。`,
    '请关闭它：串口终端、ModemManager、另一个 call-button provision。',
  ),
  PORT_MISSING: say((port) => `没有 ${port}。`, '数据线插好了吗？不写 --port 会查看所有串口。'),
  PORT_FAILED: say((port) => `${port} 不能作为串口打开。`, '拔下适配器重新插上，或换一个。'),
  SERIAL_UNAVAILABLE: say(
    () => '这台电脑上的 Node 不能使用串口。',
    '请在这台电脑上重新安装（npm ci）；少数系统需要编译：npm rebuild @serialport/bindings-cpp。',
  ),
  DEVICE_SILENT: say(
    (port) => `${port} 上没有应答。`,
    '设备开着吗？这是它的数据线，而不是充电线吗？TX 和 RX 可能接反了。没有固件的设备也不应答。',
  ),
  DEVICE_UNREADABLE: say(
    (port) => `${port} 上有信号，但读不懂。`,
    '可能是别的设备、别的速率（本设备为 115200）、线不好或没有接地。如果确实是本设备：关掉再打开。',
  ),
  CABLE_LOST: say((port) => `数据线断开了（${port}）。`, '请重新插上，会自动接着做。'),
  DEVICE_RESTARTED: say(() => '设备中途重启了。', '会重新连接。如果经常这样，请检查电源。'),
  DEVICE_OTHER: say(
    (id) => `接着的是另一台设备：${id}。`,
    '请核对标签。接上要装的设备，或继续安装这一台。',
  ),
  KEY_UNKNOWN: say(
    () => '网关不知道这台设备的密钥，所以没人能证明可以改动它。',
    '它是为别的网关安装的：请用那个网关。或者恢复出厂设置：关掉设备，按住绿键，打开设备，继续按住。',
  ),
  PROOF_WRONG: say(
    () => '设备不接受密钥证明。',
    '请再试一次。如果仍然这样，说明网关上的密钥不同：请用绿键恢复出厂设置。',
  ),
  DEVICE_REFUSED: say(
    (words) => `设备拒绝：${words}。`,
    '请再试一次；含义见 protocol/README.md 的 “Console errors”。',
  ),
  SETTING_DIFFERS: say(
    (name) => `设备收到的 ${name} 与发送的不同。`,
    '线路不好：请再试一次，仍然这样就换一根短线。',
  ),
  STORAGE_FAILED: say(
    () => '设备无法写入存储。',
    '不要安装它。在工作台上修复（--repair）；修不好就换一台。',
  ),
  STORAGE_FULL: say(
    () => '设备没有空间再写设置。什么都没有改。',
    '在工作台上运行 call-button provision --repair。开机计数和未送出的按键会保留。',
  ),
  DEVICE_BUSY: say(
    (detail) => `设备正忙于未送出的按键，没有内存做这件事（${detail}）。`,
    '先让它联网送出按键，再试一次。',
  ),
  BOARD_OLD: say(
    (detail) => `这块板的解释器会在数据线上丢字节：${detail}。`,
    '请刷入 Espruino 2v29.96 或更高版本（2v30 起的正式版）：见 firmware/README.md 的 "Flashing"。',
  ),
  BOARD_MEMORY: say(
    (detail) => `这块板的变量太少：${detail}。`,
    '在它的提示符下执行 ESP32.enableBLE(false)，大约多 1800 个，但会清除已存的程序，然后修复（--repair）；或换一个固件或一块板。',
  ),
  BOARD_FLASH: say(
    (detail) => `这块板的闪存分区不一样：${detail}。`,
    '请刷入官方固件和它自带的分区表；其他型号要先写进 firmware/src/espruino/board.ts。',
  ),
  PROMPT_SILENT: say(
    (detail) => `${detail} 上固件和解释器都没有应答。`,
    '端口对吗？断电再通电，再试一次。仍然没有应答，就重新刷入 Espruino：见 firmware/README.md 的 "Flashing"。',
  ),
  REPAIR_FAILED: say(
    (detail) => `这块板没有保存写入的内容（${detail}）。`,
    '换一根短线再试一次。仍然这样，说明闪存已损坏：请换一块板。',
  ),
  FIRMWARE_MISSING: say(
    (detail) => `找不到固件脚本：${detail}。`,
    '安装包里带有它们。在源码里请先编译：npm run build:firmware。',
  ),
  PRESS_WAITING: say(
    () => '设备上有一次按键一直没有送出。',
    '请问住户是否需要帮助。让设备联网，或放弃这次按键（--drop-press）。',
  ),
  COMMIT_UNKNOWN: say(() => '设备里保存的不是刚才写入的内容。', '会重新写入。'),
  RESET_REFUSED: say(
    () => '设备没有恢复出厂设置。',
    '绿键必须在通电以前就按住，并在 60 秒以内完成。',
  ),
  GATEWAY_MISSING: say(
    () => '没有指定网关。',
    '请写 --gateway https://HOST:PORT，或设置 CALL_BUTTON_GATEWAY。',
  ),
  GATEWAY_PLAIN: say(
    (origin) => `${origin} 没有加密：令牌会被人看见。`,
    '请用 https://。只有本机（localhost）可以用 http。',
  ),
  GATEWAY_UNREACHABLE: say(
    (host) => `这台电脑连不上网关（${host}）。`,
    '这与设备无关，是电脑和网关之间的问题：电脑联网了吗？地址对吗？有 VPN 或防火墙吗？都没有问题，就请管理员看看网关是否在运行。',
  ),
  GATEWAY_FALSE: say(
    () => '这不是要连接的网关：证书不同。没有向它发送任何内容。',
    '请与网关显示的指纹核对（call-button token create）。如果网络要求网页登录，请先登录。',
  ),
  GATEWAY_ODD: say(
    (what) => `网关的回答读不懂（${what}）。`,
    '地址是管理接口的吗（默认端口 8081）？两边版本相同吗？',
  ),
  GATEWAY_BUSY: say((code) => `网关现在做不了（${code}）。`, '请等一分钟再试。'),
  GATEWAY_REFUSED: say((words) => `网关拒绝：${words}`, '请改正所指的内容。'),
  TOKEN_MISSING: say(
    () => '没有令牌。',
    '请放在环境变量 CALL_BUTTON_TOKEN 或文件里：--token-file FILE。由管理员生成：call-button token create NAME --role installer。',
  ),
  TOKEN_REFUSED: say(() => '网关不接受这个令牌。', '可能已过期或被撤销。请向管理员要新的。'),
  ROLE_MISSING: say(
    () => '这个令牌没有权限。',
    '使用中的设备只有管理员可以换密钥，只有操作员可以换住户。请联系管理员。',
  ),
  DEVICE_OUT: say((id) => `设备已暂停或停用：${id}。`, '请联系管理员；先用另一台。'),
  OTHER_HOME: say(
    (id) => `${id} 已绑定到另一个住户。`,
    '请核对标签。要改到这里，请写明原因（--rebind 原因）；原来的绑定会结束并留下记录。',
  ),
  DEVICE_DONE: say((id) => `${id} 已在这个住户投入使用。`, '没有要做的。要全部重做：--again。'),
  WIFI_NOT_FOUND: say(
    (reason) => `设备找不到这个 Wi-Fi（${reason}）。`,
    '请逐字核对名称。必须是 2.4 GHz 网络，路由器要足够近。',
  ),
  WIFI_PASSWORD: say(
    (reason) => `Wi-Fi 不让设备接入（${reason}）：多半是密码错了。`,
    '请重新输入。注意大小写。',
  ),
  WIFI_LOST: say(
    (reason) => `设备的 Wi-Fi 总是断开（${reason}）。`,
    '请放得离路由器近一些，远离金属和微波炉。',
  ),
  WIFI_WEAK: say(
    (rssi) => `这里的 Wi-Fi 信号弱（${rssi}）。`,
    '请换一个离路由器更近的位置，或加中继器。多关一扇门就可能断开。',
  ),
  LINK_NO_GATEWAY: say(
    (reason) => `设备已接入 Wi-Fi，但连不上网关（${reason}）。`,
    '这是住户家里的网络问题，与笔记本电脑无关：路由器能上网吗？网关地址对吗？防火墙是否挡住了端口？',
  ),
  LINK_REFUSED: say(
    (reason) => `网关拒绝这台设备（${reason}）。`,
    '地址是登记设备的那个网关吗？如果不是，请重新写入密钥和设置。',
  ),
  LINK_SLOW: say(
    (reason) => `设备还没有联网（${reason}）。`,
    '请等一分钟再试；仍然这样就检查 Wi-Fi 和地址。',
  ),
  BATTERY_LOW: say(
    (percent) => `电池电量低或没有电池（${percent}）。`,
    '请接上充电器等一会儿，或检查电池。没有电池，停电时按键就失效。',
  ),
  NO_MAINS: say(() => '设备没有接电源。', '请接上充电器。'),
  SELF_TEST_FAILED: say(
    (parts) => `自检失败：${parts}。`,
    'key：有键被按住或卡住。light、flash：请换一台设备。',
  ),
  TEST_BUSY: say(
    () => '设备不能开始测试：有按键在等待，或有呼叫未结束。',
    '如果是真的呼叫：服务人员会回电话。等指示灯恢复为绿灯短闪后再试。',
  ),
  PRESS_NOT_SEEN: say(
    (key) => `没有收到${KEYS[key] ?? key}测试。`,
    '请用力按一下。灯有反应但没有收到：检查网络；灯没有反应：按键坏了。',
  ),
  PRESS_NOT_ACCEPTED: say(
    (key) => `网关收到了${KEYS[key] ?? key}，但平台没有受理。`,
    '设备正常，服务平台有问题。请打电话给管理员，然后再试。',
  ),
  LIGHT_WRONG: say(() => '没有看见灯光。', '请再试一次；不行就换一台设备。'),
  BUZZER_WRONG: say(() => '没有听见蜂鸣器。', '请再试一次；不行就换一台设备。'),
  ACCEPTANCE_INCOMPLETE: say((what) => `网关还不让设备投入使用：${what}`, '请补做缺少的步骤。'),
  FIELD_WRONG: say((field) => `有一个值不对：${field}。`, '请改正。没有写入任何内容。'),
  ANSWER_MISSING: say((flag) => `没有人回答，也没有给出 ${flag}。`, '请给出它，或在终端里运行。'),
  FILE_FAILED: say((file) => `文件不能读写：${file}。`, '请按提示处理。'),
  LIST_WRONG: say(
    (what) => `清单不能用：${what}。`,
    '请改正；列名见 docs/guides/installers-manual.zh-CN.md 的“一天的清单”。',
  ),
  INTERRUPTED: say(() => '已停止。', '再次运行同一条命令，会接着做。'),
  UNEXPECTED: say(
    (what) => `发生了意外：${what}`,
    '请再试一次。仍然这样：用 call-button provision --doctor 生成支持文件。',
  ),
};
