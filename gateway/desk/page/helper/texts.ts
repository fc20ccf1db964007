// What the page of a helper says.

export const HELPER = {
  title: { en: 'Your visit', zh: '上门服务' },
  other: { en: '中文', zh: 'English' },
  red: { en: 'EMERGENCY', zh: '紧急呼叫' },
  green: { en: 'Help wanted', zh: '求助' },
  noNeed: { en: 'Ask what is needed', zh: '请当面询问需要什么' },
  noAddress: { en: 'Ask the duty desk for the address', zh: '地址请询问值班台' },
  access: { en: 'How to get in', zh: '进门方式' },
  telephone: { en: 'Telephone', zh: '拨打电话' },
  way: { en: 'Your way', zh: '进度' },
  onTheWay: { en: 'I am on my way', zh: '我已出发' },
  arrived: { en: 'I have arrived', zh: '我已到达' },
  done: { en: 'Done', zh: '服务完成' },
  note: { en: 'A note for the duty desk', zh: '给值班台留言' },
  send: { en: 'Send the note', zh: '发送留言' },
  sent: { en: 'The duty desk has your note.', zh: '留言已送达值班台。' },
  test: { en: 'A test: nobody needs you there.', zh: '这是测试，无需前往。' },
  noLine: {
    en: 'That did not reach the duty desk. Try again, or telephone.',
    zh: '未能送达值班台。请重试，或直接打电话。',
  },
};
