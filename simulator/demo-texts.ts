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
  platform: string;
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
  start: ({ mqtt, http, platform, homes }: DemoPorts) => ({
    en: `gateway: MQTT on 127.0.0.1:${mqtt}, HTTP on 127.0.0.1:${http}; platform: ${platform}; ${plural(homes, 'home', 'homes')}. Ctrl-C ends.\nA press is done when it is answered. The light shows what is most urgent in its home.`,
    zh: `网关：MQTT 127.0.0.1:${mqtt}，HTTP 127.0.0.1:${http}；平台：${platform}；${homes} 户。按 Ctrl-C 结束。\n有人回电后一次按键才算完成。指示灯显示该住户最紧急的情况。`,
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
