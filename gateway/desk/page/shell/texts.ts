// What the frame of the page says.

export const SHELL = {
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
  missing: { en: 'Not at their shift: ', zh: '缺岗：' },
  ended: {
    en: 'Your session has ended. Log in again: what you have typed is still here.',
    zh: '登录已失效，请重新登录：已输入的内容仍然保留。',
  },
  rooms: { en: 'Rooms', zh: '导航' },
  lost: {
    en: 'The line to the desk is lost: calls do not arrive here. Telephone a colleague.',
    zh: '与值班台的连接已中断：此页收不到呼叫。请打电话通知同事。',
  },
};
