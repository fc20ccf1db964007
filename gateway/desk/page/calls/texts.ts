// What the page says about calls.
import type { Closeness, HelperKind, ResidentText } from '../../archive/shapes.ts';
import type { Need, Outcome, StepName } from '../../call-record.ts';

export const CALLS = {
  queue: { en: 'Open calls', zh: '当前呼叫' },
  noCalls: { en: 'No calls are open.', zh: '当前没有呼叫。' },
  choose: { en: 'Choose a call.', zh: '请选择一个呼叫。' },
  more: { en: 'More calls below: ', zh: '另有呼叫：' },
  lastClosed: { en: 'Closed last', zh: '最近结束' },
  over: { en: 'closed', zh: '已结束' },
  unanswered: {
    en: 'A red call has been waiting for more than a minute: take it, or telephone a leader.',
    zh: '有紧急呼叫已等待超过一分钟：请立即接手，或电话通知负责人。',
  },
  red: { en: 'EMERGENCY', zh: '紧急' },
  green: { en: 'Help', zh: '求助' },
  test: { en: 'Test: send nobody', zh: '测试：不要派人' },
  testTag: { en: 'Test', zh: '测试' },
  rings: { en: 'rings', zh: '响铃中' },
  takenBy: { en: 'taken by ', zh: '接手：' },
  you: { en: 'you', zh: '您' },
  presses: { en: 'presses: ', zh: '按键次数：' },
  onTheWay: { en: 'help sent', zh: '已派人' },
  leaderAsked: { en: 'a leader is asked', zh: '已请负责人' },
  telephoneWhom: { en: 'Telephone', zh: '打电话' },
  resident: { en: 'resident', zh: '住户' },
  nobodyReached: {
    en: 'Nobody was reached. Send somebody to look.',
    zh: '所有人均未接通，请派人上门查看。',
  },
  reference: { en: 'Resident', zh: '住户编号' },
  device: { en: 'Button', zh: '设备' },
  showSheet: { en: 'Show what is known (your look is recorded)', zh: '查看档案（将记录您的查看）' },
  notInArchive: {
    en: 'Nobody in the archive has this home or button yet.',
    zh: '档案中尚无此住户或设备。',
  },
  pairs: { en: 'Paired with', zh: '结对' },
  deviceState: { en: 'Its state', zh: '设备状态' },
  silent: { en: 'silent', zh: '失联' },
  onBattery: { en: 'on battery', zh: '电池供电' },
  battery: { en: 'battery', zh: '电量' },
  lastCalls: { en: 'Last calls', zh: '最近呼叫' },
  take: { en: 'Take', zh: '接手' },
  release: { en: 'Release', zh: '放回' },
  telephoned: { en: 'Telephoned', zh: '已拨电话' },
  reached: { en: 'Reached', zh: '已接通' },
  notReached: { en: 'Not reached', zh: '未接通' },
  whatNeeded: { en: 'What is needed', zh: '需要什么' },
  inWords: { en: 'In words', zh: '补充说明' },
  save: { en: 'Save', zh: '保存' },
  send: { en: 'Send help', zh: '派人' },
  whom: { en: 'Somebody else', zh: '其他人' },
  nearest: { en: 'The nearest who can', zh: '就近可派人员' },
  nobodyProposed: { en: 'No helpers are registered yet.', zh: '尚未登记服务人员。' },
  busy: { en: 'on another call', zh: '正在处理其他呼叫' },
  offHours: { en: 'off hours', zh: '非服务时间' },
  helperOnTheWay: { en: 'on the way', zh: '已出发' },
  helperDone: { en: 'done', zh: '已完成' },
  link: { en: 'Link for their phone', zh: '手机链接' },
  linkHint: {
    en: 'Send this link to the helper. It works for this call alone.',
    zh: '将此链接发给服务人员，仅对本次呼叫有效。',
  },
  sendThem: { en: 'Send', zh: '派出' },
  sentAt: { en: 'sent at', zh: '派出时间' },
  arrived: { en: 'Arrived', zh: '已到达' },
  note: { en: 'Note', zh: '记录' },
  noteHere: { en: 'Note', zh: '备注' },
  close: { en: 'Close', zh: '结束' },
  followUp: { en: 'Ask again later (follow-up)', zh: '需要回访' },
  handOver: { en: 'Hand over', zh: '移交' },
  handOverTo: { en: 'Hand over to', zh: '移交给' },
  askLeader: { en: 'Ask a leader in', zh: '请负责人' },
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
  leader_asked: { en: 'a leader asked in', zh: '请负责人协助' },
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

export const FACTS: Record<ResidentText, { en: string; zh: string }> = {
  reference: { en: 'Resident', zh: '住户编号' },
  name: { en: 'Name', zh: '姓名' },
  telephone: { en: 'Telephone', zh: '电话' },
  birthDate: { en: 'Born', zh: '出生日期' },
  subdistrict: { en: 'Subdistrict', zh: '街道' },
  community: { en: 'Community', zh: '社区' },
  building: { en: 'Building', zh: '楼栋' },
  address: { en: 'Address', zh: '地址' },
  access: { en: 'How to get in', zh: '进门方式' },
  family: { en: 'Family', zh: '家庭' },
  health: { en: 'Health', zh: '健康' },
  formerWorkplace: { en: 'Former workplace', zh: '原工作单位' },
  partyOrganisation: { en: 'Party organisation', zh: '党组织' },
  strengths: { en: 'Strengths', zh: '特长' },
  needs: { en: 'Needs', zh: '需求' },
};

export const KINDS: Record<HelperKind, { en: string; zh: string }> = {
  volunteer: { en: 'volunteer', zh: '志愿者' },
  carer: { en: 'carer', zh: '陪护员' },
  community_worker: { en: 'community worker', zh: '社区工作者' },
  merchant: { en: 'merchant', zh: '服务商' },
  emergency: { en: 'emergency services', zh: '急救/警务/消防' },
};

export const CLOSE: Record<Closeness, { en: string; zh: string }> = {
  pair: { en: 'paired', zh: '结对' },
  building: { en: 'same building', zh: '同楼' },
  community: { en: 'same community', zh: '同社区' },
  distance: { en: '', zh: '' },
  elsewhere: { en: '', zh: '' },
};
