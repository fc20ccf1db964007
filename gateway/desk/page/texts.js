// Every sentence of the page, English and 简体中文 side by side.

export const TEXTS = {
  title: { en: 'Duty desk', zh: '值班台' },
  other: { en: '中文', zh: 'English' },
  logout: { en: 'Log out', zh: '退出' },
  login: { en: 'Log in', zh: '登录' },
  first: { en: 'The first account', zh: '创建第一个账号' },
  firstWhy: {
    en: 'Nobody has an account yet. This one belongs to the leader, who makes the others.',
    zh: '还没有账号。第一个账号属于负责人，由其添加其他人。',
  },
  make: { en: 'Make it', zh: '创建' },
  name: { en: 'Name', zh: '姓名' },
  password: { en: 'Password (8 characters or more)', zh: '密码（至少 8 个字符）' },
  goOnDuty: { en: 'Go on duty', zh: '开始值班' },
  onDuty: { en: 'On duty: the sound is on', zh: '正在值班：铃声已开' },
  nobody: { en: 'NOBODY IS ON DUTY', zh: '无人值班' },
  officers: { en: 'On duty: ', zh: '值班：' },
  lost: {
    en: 'The line to the desk is lost: calls do not arrive here. Telephone a colleague.',
    zh: '与值班台的连接已中断：此页收不到呼叫。请打电话通知同事。',
  },
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
  not_reached: { en: 'Not reached', zh: '未接通' },
  sent: { en: 'Help sent', zh: '已派人' },
  whom: { en: 'Who goes there?', zh: '派谁去？' },
  arrived: { en: 'Arrived', zh: '已到达' },
  noted: { en: 'Note', zh: '备注' },
  noteHere: { en: 'What was said, what is needed…', zh: '对方说了什么，需要什么……' },
  closed: { en: 'Close', zh: '结束' },
  pressed: { en: 'pressed', zh: '按键' },
  shown: { en: 'shown and sounding', zh: '已显示并响铃' },
  taken: { en: 'taken', zh: '接手' },
  released: { en: 'rings again', zh: '重新响铃' },
  handed_over: { en: 'handed over', zh: '移交' },
  needed: { en: 'needs', zh: '需求' },
  helped: { en: 'helped', zh: '已帮助' },
  no_help_needed: { en: 'no help needed', zh: '不需要帮助' },
  by_mistake: { en: 'pressed by mistake', zh: '误按' },
  outcome_not_reached: { en: 'nobody was reached', zh: '未能接通' },
  outcome_test: { en: 'a test', zh: '测试' },
  desk: { en: 'desk', zh: '值班台' },
  failed: { en: 'That did not reach the desk: try again.', zh: '未能送达值班台：请重试。' },
};

/** `zh` where the browser is Chinese, until somebody has chosen. */
export function language() {
  return localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
}

export function text(key) {
  return TEXTS[key][language()];
}
