// What `call-button gateway` says before it runs: options that do not fit, and that nobody can connect or nothing is forwarded.
import { SEVERITIES } from './words.ts';

export const DEFAULT_DEVICES = 'devices.yaml';

type Key = 'red' | 'green';

const TEST_DEVICE = `  call-button gateway --new-device CB-TEST-1
  call-button gateway --devices ${DEFAULT_DEVICES}`;

const DEVICES_FILE = `  devices:
    - device_id: CB-TEST-1
      key: ${'0123456789abcdef'.repeat(2)}…
      group: building-1
      home: { reference: "4711" }`;

const ROUTES = `  destinations:
    platform: { type: webhook, url: "https://…", secret: { env: PLATFORM_SECRET } }
  routes: { red: platform, green: platform }`;

export const START = {
  exportOptions: {
    en: '--format, --from and --to are for --export FILE: name it too',
    zh: '--format、--from 和 --to 只用于 --export 文件：请一并写明',
  },
  groupOption: {
    en: '--group is for --test-route KEY: name it too',
    zh: '--group 只用于 --test-route 按键：请一并写明',
  },
  leftOut: {
    en: 'this command needs a clone of the source: it is not in the package',
    zh: '此命令需要源代码的克隆：安装包中没有它',
  },
  added: (deviceId: string, file: string) => ({
    en: `${deviceId} is in ${file} now, with a fresh key. Start with: call-button gateway --devices ${file}\n`,
    zh: `${deviceId} 已写入 ${file}，并带有新密钥。启动：call-button gateway --devices ${file}\n`,
  }),
  noDevices: {
    en: `No devices file, and nothing in the registry yet: nobody can connect. Install buttons with
"call-button provision" (docs/guides/installers-manual.md), or make a test device with its key,
which writes ${DEFAULT_DEVICES}:

${TEST_DEVICE}

or write one yourself, with 64 random hex digits as the key:

${DEVICES_FILE}

`,
    zh: `没有设备文件，登记库中也还没有设备：谁也无法连接。请用 "call-button provision" 安装呼叫按钮
（见 docs/guides/installers-manual.zh-CN.md），或生成一台带密钥的测试设备，写入 ${DEFAULT_DEVICES}：

${TEST_DEVICE}

也可以自己写设备文件，密钥为 64 位随机十六进制数字：

${DEVICES_FILE}

`,
  },
  noRoute: (keys: readonly Key[]) => ({
    en: `No route for ${keys.map((key) => SEVERITIES[key].en).join(' and ')}: these presses are kept, not forwarded. Name a destination in --config FILE:

${ROUTES}

`,
    zh: `${keys.map((key) => SEVERITIES[key].zh).join('和')}没有路由：这些呼叫只保存，不转发。请在 --config FILE 中写明目的地：

${ROUTES}

`,
  }),
  desk: (place: string) => ({
    en: `The duty desk is at ${place}: open it on this machine, the first visit makes the first account.
Presses go to it when their key has no route of its own (docs/guides/duty-desk.md).

`,
    zh: `值班台在 ${place}：请先在本机打开，首次访问时创建第一个账号。
没有另设路由的按键都会呼叫到这里（见 docs/guides/duty-desk.zh-CN.md）。

`,
  }),
  asRoot: (path: string, user: string) => ({
    en: `This gateway runs as root, but ${path} belongs to another user, who could not read what root writes there. If the gateway runs as that user otherwise, stop this one: sudo -u ${user} …

`,
    zh: `网关正以 root 运行，但 ${path} 属于另一个用户，该用户将无法读取 root 写入的内容。如果网关平时由该用户运行，请停止本次运行，改用：sudo -u ${user} …

`,
  }),
};
