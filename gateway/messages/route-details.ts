// What a destination said of a test call, in Chinese: sentences of ours. Codes of the system and of others stay as they are.

const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'gave up': '已放弃等待',
    'no answer': '没有应答',
    'no answer in time': '未按时应答',
    'no such destination': '没有这个目标',
    'no code for such an event': '没有表示此类事件的代码',
    'the flow did not answer': '流程没有应答',
    'the flow refused it': '流程拒绝了它',
    'the flows are starting': '流程正在启动',
    'the flow was deployed anew': '流程已重新部署',
    'the destination ended': '该目标已停用',
    'the destination ends': '该目标正在停用',
    'the gateway stops': '网关正在停止',
    'flows start with the next start of the gateway': '流程要到网关下次启动时才会启动',
    'no call-button event node is deployed': '没有部署呼叫按钮的事件节点',
    'no call-button event node of the flow wants it': '流程中没有事件节点接收它',
    'too many events wait for the flow': '等待流程处理的事件过多',
  }),
);

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [
    /^HTTP (\d+), but "(\w+)" in its body says no: if it means yes, set accepted_when$/,
    'HTTP $1，但应答正文中的 "$2" 表示否定：若其实表示受理，请设置 accepted_when',
  ],
  [
    /^HTTP (\d+), but "(\S+)" in its body is not as accepted_when says$/,
    'HTTP $1，但应答正文中的 "$2" 不符合 accepted_when',
  ],
  // The flows ended, and what to do about it.
  [/^(FLOW_[A-Z]+): .+$/, '$1：流程已中断，会自动重启；原因和处理办法见网关日志'],
  [/^HTTP (\d+) before: stopped until a reload$/, '此前收到 HTTP $1：重新加载之前不再发送'],
];

/** What nobody has translated stays as it is. */
export function detailInChinese(detail: string): string {
  const whole = SENTENCES.get(detail);
  if (whole !== undefined) return whole;
  for (const [english, chinese] of PATTERNS) {
    if (english.test(detail)) return detail.replace(english, chinese);
  }
  return detail;
}
