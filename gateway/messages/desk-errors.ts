// Every refusal of the duty desk, in both languages: by code, what it is and what to do.

export const DESK_ERRORS = {
  DESK_LOCKED: {
    en: 'the database of the desk does not open with this master key: put the right one in its place',
    zh: '值班台的数据库用此主密钥打不开：请放回正确的主密钥',
  },
  DESK_NEWER: {
    en: 'the database of the desk was written by a later version: install that one',
    zh: '值班台的数据库由更新的版本写入：请安装该版本',
  },
  DESK_FAILED: {
    en: 'the database of the desk could not be opened: free disk space, or restore the newest backup',
    zh: '值班台的数据库打不开：请腾出磁盘空间，或恢复最新的备份',
  },
  DESK_LIBRARY: {
    en: 'the database library of the desk can not be loaded on this machine: run `npm ci` again here, or write `desk: off`; fallbacks go on',
    zh: '本机无法加载值班台的数据库组件：请在本机重新运行 `npm ci`，或写 `desk: off`；后备目的地继续工作',
  },
  DESK_CRASHED: {
    en: 'the process of the desk ended and is started again; when it goes on, see the log',
    zh: '值班台的进程已退出，正在重新启动；若反复发生，请查看日志',
  },
  DESK_SILENT: {
    en: 'the process of the desk did not answer for too long, and was ended: look at the load and the disk of the machine',
    zh: '值班台的进程长时间没有响应，已被结束：请检查机器负载和磁盘',
  },
  DESK_EVENT_SIGNATURE: {
    en: 'an event for the desk is not signed with its secret: the gateway and the desk need the same one',
    zh: '发给值班台的事件没有用其密钥签名：网关与值班台须使用同一密钥',
  },
  DESK_EVENT_MALFORMED: {
    en: 'not an event that the desk understands',
    zh: '值班台无法理解的事件',
  },
  DESK_CALL_ELSEWHERE: {
    en: 'another gateway has an open call with this id at the desk, which serves one gateway: give this one a desk of its own; meanwhile the press goes to the fallback of its route, if it has one',
    zh: '值班台上已有另一个网关的同号呼叫，而一个值班台只服务一个网关：请为此网关另设值班台；其间按键转给其路由的后备目的地（如已设置）',
  },
  DESK_LOGIN_WRONG: {
    en: 'name or password is wrong',
    zh: '姓名或密码不正确',
  },
  DESK_LOGIN_LATER: {
    en: 'too many wrong passwords: wait a minute',
    zh: '密码输错次数过多：请稍等一分钟',
  },
  DESK_LOGIN_NEEDED: {
    en: 'log in first',
    zh: '请先登录',
  },
  DESK_NAME_WRONG: {
    en: 'a name has up to 40 letters, digits, spaces, dots, hyphens and underscores',
    zh: '姓名最多 40 个字符：文字、数字、空格、点、连字符和下划线',
  },
  DESK_NAME_TAKEN: {
    en: 'the name is taken, possibly in another case or in full-width letters, or there are accounts already: choose another name',
    zh: '该姓名已被使用（大小写或全角半角不同也算），或已有账号：请换一个姓名',
  },
  DESK_PASSWORD_SHORT: {
    en: 'a password has 8 to 256 characters',
    zh: '密码须为 8 到 256 个字符',
  },
  DESK_NOT_HERE: {
    en: 'the first account is made at the machine on which the desk runs, or over its loopback',
    zh: '第一个账号须在运行值班台的机器上（或经其回环地址）创建',
  },
  DESK_FORBIDDEN: {
    en: 'your role may not do that',
    zh: '您的角色不能这样做',
  },
  DESK_NO_SUCH_PAGE: {
    en: 'the desk has nothing at this address: open its first page, /',
    zh: '值班台没有这个地址：请打开首页 /',
  },
  DESK_REQUEST_MALFORMED: {
    en: 'not a request that the desk understands: reload the page',
    zh: '值班台无法理解的请求：请重新加载页面',
  },
  DESK_FIELD_WRONG: {
    en: 'a field is empty, too long, or holds what it can not: correct the one that is named',
    zh: '某一项为空、过长或内容不符合要求：请更正所指出的一项',
  },
  DESK_CHANGED_MEANWHILE: {
    en: 'somebody else has changed this meanwhile: what they saved is in the form beside what you typed; look it through and save again',
    zh: '在此期间已有他人修改：其内容已并入表单，您输入的内容仍在；请核对后再保存',
  },
  DESK_REFERENCE_TAKEN: {
    en: 'another resident has this reference: search for it',
    zh: '该住户编号已属于另一位住户：请先查找',
  },
  DESK_DEVICE_ELSEWHERE: {
    en: 'this button is in the home of another resident: take it out there first',
    zh: '该设备登记在另一位住户名下：请先在那里移除',
  },
  NO_SUCH_RESIDENT: {
    en: 'there is no such resident in the archive',
    zh: '档案中没有这位住户',
  },
  NO_SUCH_HELPER: {
    en: 'there is no such helper',
    zh: '没有这位服务人员',
  },
  HELPER_NOT_SENT: {
    en: 'this helper was not sent on this call: send them first',
    zh: '尚未在此呼叫中派出这位服务人员：请先派出',
  },
  HELPER_LINK_ENDED: {
    en: 'this link is over: the call is closed, the time is up, or a newer link was sent. Telephone the duty desk',
    zh: '此链接已失效：呼叫已结束、已超时，或已发送新的链接。请致电值班台',
  },
  HELPER_LINK_UNKNOWN: {
    en: 'this link is not complete: open it again as it was sent to you, or telephone the duty desk',
    zh: '此链接不完整：请重新打开收到的链接，或致电值班台',
  },
  DESK_LIST_WRONG: {
    en: 'not a list that can be read: save it as CSV, with the names of the columns in the first line',
    zh: '无法读取该列表：请另存为 CSV，第一行为列名',
  },
  NO_SUCH_CASE: {
    en: 'there is no such case',
    zh: '没有这个工单',
  },
  CASE_NOT_YOURS: {
    en: 'somebody else has this case, or has finished it',
    zh: '该工单由他人处理，或已完成',
  },
  NO_SUCH_SAMPLE: {
    en: 'there is no such draw of residents at the desk',
    zh: '值班台没有这次抽查',
  },
  DESK_NOT_ON_DUTY: {
    en: 'nobody of this name is on duty now: hand the call over to somebody who is, or release it',
    zh: '此人当前不在岗：请移交给在岗人员，或放回该呼叫',
  },
  NO_SUCH_ACCOUNT: {
    en: 'there is no account of this name at the desk',
    zh: '值班台没有这个姓名的账号',
  },
  DESK_LAST_LEADER: {
    en: 'this is the last leader who can log in: make another one first',
    zh: '这是最后一个可登录的负责人：请先添加另一位负责人',
  },
  DESK_NO_SUCH_SHIFT: {
    en: 'this shift was taken away meanwhile: look at the plan again',
    zh: '该班次已被删除：请重新查看排班表',
  },
  DESK_EXPORT_GONE: {
    en: 'an export is fetched once, within a minute: ask for it again',
    zh: '导出文件须在一分钟内下载，且只能下载一次：请重新导出',
  },
  DESK_BUSY: {
    en: 'another process holds the database of the desk: end it, for example a second desk or a backup program, and try again',
    zh: '另一个进程占用了值班台的数据库：请结束它（例如第二个值班台或备份程序）后重试',
  },
  DESK_DISK_FULL: {
    en: 'the disk of the desk is full: free disk space; nothing was changed, and the gateway keeps its calls and tells others',
    zh: '值班台的磁盘已满：请腾出空间；未做任何更改，网关会保留呼叫并通知其他接收方',
  },
  DESK_DAMAGED: {
    en: 'the database of the desk is damaged: stop the desk, and restore the newest backup with --restore',
    zh: '值班台的数据库已损坏：请停止值班台，并用 --restore 恢复最新的备份',
  },
  DESK_MISSING: {
    en: 'there is no database of a desk: give its folder with --data',
    zh: '此处没有值班台的数据库：请用 --data 指定其文件夹',
  },
  DESK_BACKUP_EXISTS: {
    en: 'a file is there already, and is not overwritten: name another one',
    zh: '该文件已存在，不会被覆盖：请另取文件名',
  },
  DESK_BACKUP_WRONG: {
    en: 'not a backup of this desk: the file is damaged, or made with another master key',
    zh: '不是此值班台的备份：文件已损坏，或由其他主密钥生成',
  },
  NO_SUCH_CALL: {
    en: 'there is no such call at the desk',
    zh: '值班台没有这个呼叫',
  },
  CALL_CLOSED: {
    en: 'the call is closed: only a note can be added',
    zh: '该呼叫已结束：只能补充备注',
  },
  CALL_TAKEN: {
    en: 'somebody else has taken the call',
    zh: '该呼叫已由他人接手',
  },
  CALL_NOT_TAKEN: {
    en: 'nobody has taken the call: take it first',
    zh: '该呼叫尚无人接手：请先接手',
  },
  CALL_NOT_YOURS: {
    en: 'somebody else looks after the call: have it handed over first',
    zh: '该呼叫由他人处理：请先让其移交',
  },
  CALL_PRESSED_AGAIN: {
    en: 'the home has pressed again just now, so the call stays open: telephone once more, or close it again',
    zh: '住户刚刚又按了一次，呼叫未结束：请再次致电，或重新结束',
  },
};
