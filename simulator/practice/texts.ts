// What `call-button practice` says, in the form of the gateway's catalogue of messages.
import type { PressEvent } from '#gateway/destinations/event.ts';
import { SEVERITIES } from '#gateway/messages/words.ts';
import { CALL_BUTTON } from '#gateway/system/run-here.ts';
import { LIGHT } from '../light.ts';

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

function commands({ token, url, main, port, state }: Practice, lang: string): string {
  const provision = `${CALL_BUTTON} provision --lang ${lang} --main ${main} --port ${port} --state ${state}`;
  return `  export CALL_BUTTON_TOKEN=${token} CALL_BUTTON_GATEWAY=${url}\n  ${provision}`;
}

export const PRACTICE = {
  start: (practice: Practice) => ({
    en: `A button out of its box is in the cable. Install it in another terminal:\n\n${commands(practice, 'en')}\n\nAny Wi-Fi name will do; its password is ${practice.password}. All of this is gone when you end it.`,
    zh: `一台刚开箱的按钮已接在数据线上。请在另一个终端里安装它：\n\n${commands(practice, 'zh')}\n\nWi-Fi 名称随意，密码是 ${practice.password}。结束后什么都不会留下。`,
  }),
  keys: {
    en: 'Keys: g green, r red, p pull the cable or plug it in again, n another new button, q end\n',
    zh: '按键：g 绿键，r 红键，p 拔下或接回数据线，n 换一台新按钮，q 结束\n',
  },
  pulled: { en: 'cable: pulled', zh: '数据线：已拔下' },
  plugged: { en: 'cable: plugged in', zh: '数据线：已接好' },
  unpacked: { en: 'cable: in another new button', zh: '数据线：接在另一台新按钮上' },
  noCable: (path: string) => ({
    en: `no serial port could be made at ${path}: install socat, for example with: sudo apt install socat`,
    zh: `无法在 ${path} 建立串口：请安装 socat，例如：sudo apt install socat`,
  }),
  platformHas: (key: Key, deviceId: string, isTest: boolean) => ({
    en: `platform: ${isTest ? 'test call' : 'REAL call'}, ${key} key of ${deviceId}`,
    zh: `平台：${isTest ? '测试呼叫' : '真实呼叫'}，${deviceId} 的${SEVERITIES[key].zh}`,
  }),
  light: (words: string) => ({ en: `light: ${words}`, zh: `指示灯：${words}` }),
  lights: LIGHT,
};
