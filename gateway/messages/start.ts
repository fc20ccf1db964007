// What `call-button gateway` says at its start when nobody can connect yet, or nothing would be forwarded.
import { TEXTS } from './gateway-command.ts';

export const DEFAULT_DEVICES = 'devices.yaml';

type Key = 'red' | 'green';

const TEST_DEVICE = `  npm start -- --new-device CB-TEST-1
  npm start -- --devices ${DEFAULT_DEVICES}`;

const DEVICES_FILE = `  devices:
    - device_id: CB-TEST-1
      key: ${'0123456789abcdef'.repeat(2)}…
      group: building-1
      home: { reference: "4711" }`;

const ROUTES = `  destinations:
    platform: { type: webhook, url: "https://…", secret: { env: PLATFORM_SECRET } }
  routes: { red: platform, green: platform }`;

const EN = {
  added: (deviceId: string, file: string) =>
    `${deviceId} is in ${file} now, with a fresh key. Start with: call-button gateway --devices ${file}, or npm start -- --devices ${file}\n`,
  noDevices: `No devices file, and nothing in the registry yet: nobody can connect. Install buttons with
"call-button provision" (docs/guides/installers-manual.md), or make a test device with its key,
which writes ${DEFAULT_DEVICES}:

${TEST_DEVICE}

or write one yourself, with 64 random hex digits as the key:

${DEVICES_FILE}

`,
  noRoute: (keys: readonly Key[]) =>
    `No route for ${keys.join(' and ')}: these presses are kept, not forwarded. Name a destination in --config FILE:

${ROUTES}

`,
};

const ZH: typeof EN = {
  added: (deviceId, file) =>
    `${deviceId} 已写入 ${file}，并带有新密钥。启动：call-button gateway --devices ${file}，或 npm start -- --devices ${file}\n`,
  noDevices: `没有设备文件，登记库中也还没有设备：谁也无法连接。请用 "call-button provision" 安装呼叫按钮
（见 docs/guides/installers-manual.zh-CN.md），或生成一台带密钥的测试设备，写入 ${DEFAULT_DEVICES}：

${TEST_DEVICE}

也可以自己写设备文件，密钥为 64 位随机十六进制数字：

${DEVICES_FILE}

`,
  noRoute: (keys) =>
    `${keys.map((key) => TEXTS.zh.key[key]).join('和')}没有路由：这些呼叫只保存，不转发。请在 --config FILE 中写明目的地：

${ROUTES}

`,
};

export const START_TEXTS = { en: EN, zh: ZH };
