// What `call-button practice` says, in English and Chinese.
import type { PatternName } from '#firmware/src/core/patterns.ts';
import type { PressEvent } from '#gateway/destinations/event.ts';
import { LIGHT_SAYS } from '../light.ts';

const NAME = import.meta.url.endsWith('.ts') ? 'npm run call-button --' : 'call-button';

export interface Practice {
  token: string;
  url: string;
  main: string;
  port: string;
  /** Where the installer's laptop notes what it did. */
  state: string;
  /** Of the Wi-Fi. */
  password: string;
}

type Key = PressEvent['data']['key'];

export interface PracticeTexts {
  start: (practice: Practice) => string;
  keys: string;
  pulled: string;
  plugged: string;
  unpacked: string;
  noCable: (path: string) => string;
  platformHas: (key: Key, deviceId: string, test: boolean) => string;
  light: (words: string) => string;
  lights: Record<PatternName, string>;
}

function commands({ token, url, main, port, state }: Practice, lang: string): string {
  const provision = `${NAME} provision --lang ${lang} --main ${main} --port ${port} --state ${state}`;
  return `  export CALL_BUTTON_TOKEN=${token} CALL_BUTTON_GATEWAY=${url}\n  ${provision}`;
}

export const ENGLISH: PracticeTexts = {
  start: (practice) =>
    `A button out of its box is in the cable. Install it in another terminal:\n\n${commands(practice, 'en')}\n\nAny Wi-Fi name will do; its password is ${practice.password}. All of this is gone when you end it.`,
  keys: 'Keys: g green, r red, p pull the cable or plug it in again, n another new button, q end\n',
  pulled: 'cable: pulled',
  plugged: 'cable: plugged in',
  unpacked: 'cable: in another new button',
  noCable: (path) =>
    `no serial port could be made at ${path}: install socat, for example with: sudo apt install socat`,
  platformHas: (key, deviceId, test) =>
    `platform: ${test ? 'test call' : 'REAL call'}, ${key} key of ${deviceId}`,
  light: (words) => `light: ${words}`,
  lights: LIGHT_SAYS,
};

const KEYS: Record<Key, string> = { red: '红键', green: '绿键' };

export const CHINESE: PracticeTexts = {
  start: (practice) =>
    `一台刚开箱的按钮已接在数据线上。请在另一个终端里安装它：\n\n${commands(practice, 'zh')}\n\nWi-Fi 名称随意，密码是 ${practice.password}。结束后什么都不会留下。`,
  keys: '按键：g 绿键，r 红键，p 拔下或接回数据线，n 换一台新按钮，q 结束\n',
  pulled: '数据线：已拔下',
  plugged: '数据线：已接好',
  unpacked: '数据线：接在另一台新按钮上',
  noCable: (path) => `无法在 ${path} 建立串口：请安装 socat，例如：sudo apt install socat`,
  platformHas: (key, deviceId, test) =>
    `平台：${test ? '测试呼叫' : '真实呼叫'}，${deviceId} 的${KEYS[key]}`,
  light: (words) => `指示灯：${words}`,
  lights: {
    idle: '就绪',
    pressed: '已记下您的按键',
    stored: '已存储',
    accepted: '帮助马上到',
    answered: '有人在处理',
    unreached: '没有联系上人：请打电话',
    no_network: '连不上网关',
    low_battery: '请接上充电器',
    locate: '服务人员在找这个按钮',
    provisioning: '还没有安装：按下也不会呼叫任何人',
    self_test: '测试：每个键下一次按下不会呼叫任何人',
    self_test_ok: '测试通过',
    self_test_failed: '设备有问题，需要检查',
  },
};
