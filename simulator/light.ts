// What the light tells the resident, in words: the table of docs/reference/light.md.
import type { PatternName } from '#firmware/src/core/patterns.ts';
import type { Sentence } from '#gateway/messages/sentence.ts';

export const LIGHT: Record<PatternName, Sentence> = {
  idle: { en: 'ready', zh: '就绪' },
  pressed: { en: 'your press is noted', zh: '已记下您的按键' },
  stored: { en: 'the service has your call', zh: '已存储' },
  accepted: { en: 'help is coming', zh: '帮助马上到' },
  answered: { en: 'somebody is looking after you', zh: '有人在处理' },
  unreached: { en: 'nobody was reached: use the telephone', zh: '没有联系上人：请打电话' },
  no_network: { en: 'no connection to the service', zh: '连不上网关' },
  low_battery: { en: 'plug in the charger', zh: '请接上充电器' },
  locate: { en: 'the service is looking for this button', zh: '服务人员在找这个按钮' },
  provisioning: {
    en: 'not set up: it calls nobody yet',
    zh: '还没有安装：按下也不会呼叫任何人',
  },
  self_test: {
    en: 'a test: the next press of a key calls nobody',
    zh: '测试：每个键下一次按下不会呼叫任何人',
  },
  self_test_ok: { en: 'the test went well', zh: '测试通过' },
  self_test_failed: {
    en: 'something in the button needs looking at',
    zh: '设备有问题，需要检查',
  },
};
