// What the live view of a run says, in the form of the gateway's catalogue of messages. Figures come with their units.

export const VIEW = {
  title: (title: string, homes: string, seed: number) => ({
    en: `${title} (${homes} homes, seed ${seed})`,
    zh: `${title}（${homes} 户，seed ${seed}）`,
  }),
  time: (passed: string, end: string) => ({ en: `${passed} of ${end}`, zh: `${passed} / ${end}` }),
  settling: (passed: string, end: string) => ({
    en: `settling ${passed} of at most ${end}`,
    zh: `收尾 ${passed} / 最多 ${end}`,
  }),
  soFar: { en: 'so far', zh: '累计' },
  presses: (made: string, stored: string) => ({
    en: `${made} presses, ${stored} stored`,
    zh: `按键 ${made} 次，已存储 ${stored}`,
  }),
  findings: { en: 'findings', zh: '问题' },
  judgedLater: { en: 'judged after the run', zh: '运行结束后判定' },
  findingsSoFar: (count: string) => ({ en: `${count} findings`, zh: `${count} 个问题` }),
  switchedOn: { en: 'homes are being switched on …', zh: '正在给各户通电……' },
  perSecond: { en: 'per second', zh: '每秒' },
  rates: (presses: string, heartbeats: string, deliveries: string) => ({
    en: `${presses} presses, ${heartbeats} heartbeats, ${deliveries} deliveries`,
    zh: `按键 ${presses}，心跳 ${heartbeats}，投递 ${deliveries}`,
  }),
  homes: { en: 'homes', zh: '住户' },
  states: (connected: string, connecting: string, off: string) => ({
    en: `${connected} connected, ${connecting} connecting, ${off} off`,
    zh: `在线 ${connected}，正在连接 ${connecting}，断电 ${off}`,
  }),
  latency: { en: 'latency', zh: '时延' },
  stored: { en: 'stored', zh: '已存储' },
  accepted: { en: 'accepted', zh: '已受理' },
  red: { en: 'red', zh: '红键受理' },
  generator: { en: 'generator', zh: '生成器' },
  late: { en: 'LATE: latencies hold this too', zh: '滞后：时延中也包含它' },
  now: { en: '! now', zh: '! 现在' },
  left: (time: string) => ({ en: ` (${time} left)`, zh: `（还剩 ${time}）` }),
  moreFaults: (count: number) => ({ en: `and ${count} more faults`, zh: `另有 ${count} 个故障` }),
  next: { en: 'next fault', zh: '下一故障' },
  inTime: (title: string, time: string) => ({
    en: `${title} in ${time}`,
    zh: `${time}后：${title}`,
  }),
  noMore: { en: 'no more faults', zh: '没有更多故障' },
  /** Without a terminal, in one line. */
  latencies: (stored: string, accepted: string, red: string) => ({
    en: `stored ${stored}, accepted ${accepted}, red ${red} (p50/p99)`,
    zh: `已存储 ${stored}，已受理 ${accepted}，红键受理 ${red}（p50/p99）`,
  }),
  connected: (connected: string, homes: string) => ({
    en: `${connected} of ${homes} homes connected`,
    zh: `${connected} / ${homes} 户在线`,
  }),
  lateBy: (spread: string) => ({ en: `generator late ${spread}`, zh: `生成器滞后 ${spread}` }),
  striking: (title: string) => ({ en: `now: ${title}`, zh: `现在：${title}` }),
};
