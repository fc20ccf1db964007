// What the page says about calls.
import type { Need, Outcome, StepName } from '../../call-record.ts';

export const CALLS = {
  queue: { en: 'Open calls', zh: '当前呼叫' },
  noCalls: { en: 'No calls are open.', zh: '当前没有呼叫。' },
  choose: { en: 'Choose a call.', zh: '请选择一个呼叫。' },
  red: { en: 'EMERGENCY', zh: '紧急' },
  green: { en: 'Help', zh: '求助' },
  test: { en: 'Test: send nobody', zh: '测试：不要派人' },
  testTag: { en: 'Test', zh: '测试' },
  rings: { en: 'rings', zh: '响铃中' },
  takenBy: { en: 'taken by ', zh: '接手：' },
  presses: { en: 'presses: ', zh: '按键次数：' },
  telephone: { en: 'Telephone', zh: '电话' },
  address: { en: 'Address', zh: '地址' },
  reference: { en: 'Resident', zh: '住户编号' },
  device: { en: 'Button', zh: '设备' },
  take: { en: 'Take', zh: '接手' },
  release: { en: 'Release', zh: '放回' },
  telephoned: { en: 'Telephoned', zh: '已拨电话' },
  reached: { en: 'Reached', zh: '已接通' },
  notReached: { en: 'Not reached', zh: '未接通' },
  send: { en: 'Help sent', zh: '已派人' },
  whom: { en: 'Who goes there?', zh: '派谁去？' },
  arrived: { en: 'Arrived', zh: '已到达' },
  note: { en: 'Note', zh: '备注' },
  noteHere: { en: 'What was said, what is needed…', zh: '对方说了什么，需要什么……' },
  close: { en: 'Close', zh: '结束' },
  outcome: { en: 'Outcome', zh: '结果' },
  desk: { en: 'desk', zh: '值班台' },
  record: { en: 'What was done', zh: '处理记录' },
};

/** What a record says that somebody reads later. */
export const STEPS: Record<StepName | 'pressed', { en: string; zh: string }> = {
  pressed: { en: 'pressed', zh: '按键' },
  shown: { en: 'shown and sounding', zh: '已显示并响铃' },
  taken: { en: 'taken', zh: '接手' },
  released: { en: 'rings again', zh: '重新响铃' },
  handed_over: { en: 'handed over', zh: '移交' },
  telephoned: { en: 'telephoned', zh: '已拨电话' },
  reached: { en: 'reached', zh: '已接通' },
  not_reached: { en: 'not reached', zh: '未接通' },
  needed: { en: 'needs', zh: '需求' },
  sent: { en: 'help sent', zh: '已派人' },
  on_the_way: { en: 'on the way', zh: '已出发' },
  arrived: { en: 'arrived', zh: '已到达' },
  helper_done: { en: 'done there', zh: '上门完成' },
  noted: { en: 'note', zh: '备注' },
  closed: { en: 'closed', zh: '结束' },
};

export const NEEDS: Record<Need, { en: string; zh: string }> = {
  cleaning: { en: 'Cleaning', zh: '助洁' },
  meals: { en: 'Meals', zh: '助餐' },
  urgent: { en: 'Urgent help', zh: '助急' },
  shopping: { en: 'Shopping', zh: '助购' },
  learning: { en: 'Learning', zh: '助学' },
  company: { en: 'Company', zh: '助乐' },
};

export const OUTCOMES: Record<Outcome, { en: string; zh: string }> = {
  helped: { en: 'helped', zh: '已帮助' },
  no_help_needed: { en: 'no help needed', zh: '不需要帮助' },
  by_mistake: { en: 'pressed by mistake', zh: '误按' },
  not_reached: { en: 'nobody was reached', zh: '未能接通' },
  test: { en: 'a test', zh: '测试' },
};
