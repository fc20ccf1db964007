// What the demo says, in the form of the gateway's catalogue of messages.

/** The heads of the rows, two lines: what a press goes to, or which of its names stands there. */
const COLUMNS = {
  en: [
    ['', '', '', 'press→', 'press→', 'press→', ''],
    ['time', 'home', 'key', 'stored', 'accepted', 'answered', "the home's light says"],
  ],
  zh: [
    ['', '', '', '按键→', '按键→', '按键→', ''],
    ['时间', '住户', '按键', '已存储', '已受理', '已回电', '住户的指示灯表示'],
  ],
};

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export interface DemoPorts {
  mqtt: number;
  http: number;
  desk: string;
  homes: number;
}

export interface DemoCounts {
  presses: number;
  stored: number;
  accepted: number;
  answered: number;
  lost: number;
  doubled: number;
  untrue: number;
}

export const DEMO = {
  start: ({ mqtt, http, desk, homes }: DemoPorts) => ({
    en: `gateway: MQTT on 127.0.0.1:${mqtt}, HTTP on 127.0.0.1:${http}; duty desk: ${desk}; ${plural(homes, 'home', 'homes')}. Ctrl-C ends.\nA press is done when it is answered. The light shows what is most urgent in its home.`,
    zh: `网关：MQTT 127.0.0.1:${mqtt}，HTTP 127.0.0.1:${http}；值班台：${desk}；${homes} 户。按 Ctrl-C 结束。\n有人回电后一次按键才算完成。指示灯显示该住户最紧急的情况。`,
  }),
  login: (link: string) => ({
    en: `\nBe the officer: open this link, which logs you in once and within ten minutes.\n  ${link}\nPress "Go on duty", take a call, telephone, and see the light of its home follow beside the call.\nVirtual officers answer what nobody takes for some seconds.\n`,
    zh: `\n来当值班员：打开此链接即可登录，十分钟内有效，只能用一次。\n  ${link}\n点击“开始值班”，接手一个呼叫并回电，呼叫旁会显示该住户指示灯的变化。\n几秒内没有人接手的呼叫由虚拟值班员处理。\n`,
  }),
  another: {
    en: 'Press Enter here for another link: for a second browser, or when this one is too old.\n',
    zh: '在此按回车键可再获得一个链接：用于第二个浏览器，或原链接已过期时。\n',
  },
  noLogin: {
    en: 'The duty desk is starting again: press Enter in a moment.',
    zh: '值班台正在重新启动：请稍后再按回车键。',
  },
  noDesk: (reason: string) => ({
    en: `The duty desk does not start: ${reason}`,
    zh: `值班台没有启动：${reason}`,
  }),
  heading: (line: 0 | 1, column: number) => ({
    en: COLUMNS.en[line]?.[column] ?? '',
    zh: COLUMNS.zh[line]?.[column] ?? '',
  }),
  red: { en: 'red', zh: '红键' },
  green: { en: 'green', zh: '绿键' },
  counts: ({ presses, stored, accepted, answered, lost, doubled, untrue }: DemoCounts) => ({
    en: `${plural(presses, 'press', 'presses')}: ${stored} stored, ${accepted} accepted, ${answered} answered; ${lost} lost, ${doubled} doubled, ${untrue} untrue.`,
    zh: `按键 ${presses} 次：已存储 ${stored}，已受理 ${accepted}，已回电 ${answered}；丢失 ${lost}，重复 ${doubled}，灯光不实 ${untrue}。`,
  }),
  stored: { en: 'press → stored', zh: '按键 → 已存储' },
  accepted: { en: 'press → accepted', zh: '按键 → 已受理' },
  answered: { en: 'press → answered', zh: '按键 → 已回电' },
  lookAt: (press: string) => ({ en: `look at ${press}`, zh: `请查看 ${press}` }),
};
