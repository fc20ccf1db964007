// What is said of firmware images and of their way to the devices.

export const UPDATE = {
  imageBytes: (bytes: number, most: number) => ({
    en: `${bytes} bytes, and an image has ${most} at most`,
    zh: `共 ${bytes} 字节，而映像最多 ${most} 字节`,
  }),
  noHead: {
    en: 'it does not begin with the line of an image',
    zh: '文件开头不是映像的说明行',
  },
  noCheck: {
    en: 'its first line has no check at its end',
    zh: '首行末尾没有校验值',
  },
  format: (found: string, known: number) => ({
    en: `format ${found}, and this gateway knows ${known}`,
    zh: `格式为 ${found}，本网关只认识 ${known}`,
  }),
  headHash: {
    en: 'its first line is not as it was written',
    zh: '首行与写入时不一致',
  },
  headField: (field: string) => ({
    en: `its first line: the field "${field}" is missing or wrong`,
    zh: `首行：字段“${field}”缺失或有误`,
  }),
  payloadBytes: (found: number, said: number) => ({
    en: `${found} bytes behind its first line, and it says ${said}`,
    zh: `首行之后有 ${found} 字节，而它写明 ${said} 字节`,
  }),
  payloadHash: {
    en: 'its payload does not have the SHA-256 that it says',
    zh: '其内容的 SHA-256 与写明的不符',
  },
  index: {
    en: 'the table in its payload is not that of its first line',
    zh: '内容中的目录与首行不一致',
  },
  scriptHash: (name: string) => ({
    en: `its script ${name} does not have the SHA-256 that it says`,
    zh: `脚本 ${name} 的 SHA-256 与写明的不符`,
  }),
  /** Heads of the list of devices, in their order. */
  columns: {
    device: { en: 'device', zh: '设备' },
    stage: { en: 'stage', zh: '阶段' },
    step: { en: 'where it is', zh: '进展' },
    since: { en: 'since', zh: '时间' },
  },
  /** What a device has come to. */
  step: {
    waiting: { en: 'waits', zh: '等待' },
    sending: { en: 'is being sent it', zh: '正在接收' },
    whole: { en: 'has all of it, restarts', zh: '已收完，将重启' },
    trial: { en: 'runs it on trial', zh: '试运行' },
    good: { en: 'runs it well', zh: '运行正常' },
    refused: { en: 'refused it', zh: '拒绝接收' },
    failed: { en: 'went back by itself', zh: '已自行退回' },
    lost: { en: 'did not come back in time', zh: '未按时恢复' },
    unsupported: { en: 'can not be updated over the air', zh: '不支持远程更新' },
    gone: { en: 'is out of service', zh: '已不在服务中' },
    returning: { en: 'is told to go back', zh: '正在退回' },
    returned: { en: 'went back', zh: '已退回' },
    stayed: { en: 'can not go back', zh: '无法退回' },
  },
  /** Why a device waits, refused or failed: what it says itself. */
  detail: {
    away: { en: 'not connected', zh: '未连接' },
    silent: { en: 'does not answer', zh: '没有应答' },
    press: { en: 'a press waits there', zh: '有按键等待发送' },
    call: { en: 'somebody waits for help there', zh: '该处有人正在求助' },
    test: { en: 'a test is made there', zh: '正在测试' },
    battery: { en: 'it runs on its battery', zh: '正在用电池' },
    power: { en: 'its power came back less than an hour ago', zh: '恢复供电不足一小时' },
    memory: { en: 'its memory is short', zh: '内存不足' },
    busy: { en: 'it is busy', zh: '设备忙' },
    board: { en: 'the image is for another board', zh: '映像用于另一种板型' },
    older: { en: 'it runs this version or a newer one', zh: '设备已运行此版本或更新的版本' },
    size: { en: 'it has no room for it', zh: '空间不足' },
    hash: { en: 'what it received is not the image', zh: '收到的内容与映像不符' },
    mac: { en: 'it does not believe this gateway', zh: '设备不信任本网关' },
    storage: { en: 'its flash takes no writes', zh: '闪存无法写入' },
    slots: { en: 'it has no slots for images', zh: '没有存放映像的槽位' },
    trials: { en: 'it was started three times and did not prove itself', zh: '启动三次均未通过' },
    left: { en: 'this image was taken back there by order', zh: '此映像曾按指令在该处退回' },
    stuck: { en: 'it wants the same part of it again and again', zh: '反复索要映像的同一部分' },
    'not kept': { en: 'its flash does not keep it', zh: '闪存无法保存' },
  },
  state: {
    running: { en: 'running', zh: '进行中' },
    stopped: { en: 'stopped', zh: '已停止' },
    finished: { en: 'finished', zh: '已结束' },
    replaced: { en: 'replaced by a later one', zh: '已被后来的任务取代' },
  },
  back: { en: 'going back', zh: '退回' },
  stopped: {
    operator: { en: 'stopped by an operator', zh: '由操作人员停止' },
    refused: { en: 'stopped by itself: a device refused it', zh: '自行停止：有设备拒绝接收' },
    failed: { en: 'stopped by itself: a device went back', zh: '自行停止：有设备已退回' },
    lost: { en: 'stopped by itself: a device did not come back', zh: '自行停止：有设备未恢复' },
    /** It failed long before, and was not tried now. */
    left: { en: 'stopped by itself: a device does not take it', zh: '自行停止：有设备不再接收' },
  },
  /** Between words of one line, and in front of a reason. */
  comma: { en: ', ', zh: '，' },
  colon: { en: ': ', zh: '：' },
  /** What an operator may do with one that is stopped. */
  decide: {
    en: 'Next: `call-button device update-resume` lets it go on without the devices that failed, `update-back` takes it back everywhere, `device update` with another image takes its place.',
    zh: '下一步：`call-button device update-resume` 撇开失败的设备继续；`update-back` 在所有设备上退回；用另一个映像执行 `device update` 则取而代之。',
  },
  update: (number: number, version: string, state: string) => ({
    en: `update ${number} to ${version}: ${state}`,
    zh: `更新 ${number}，版本 ${version}：${state}`,
  }),
  stage: (stage: number, stages: number) => ({
    en: `stage ${stage} of ${stages}`,
    zh: `第 ${stage} 阶段，共 ${stages} 阶段`,
  }),
  by: (name: string, at: string) => ({
    en: `begun by ${name} at ${at}`,
    zh: `由 ${name} 于 ${at} 开始`,
  }),
  none: { en: 'No updates yet.', zh: '还没有更新任务。' },
  former: { en: 'former updates', zh: '以前的更新' },
  more: (count: number) => ({
    en: `and ${count} more: --json shows all`,
    zh: `另有 ${count} 台：用 --json 查看全部`,
  }),
  meant: (version: string, whom: string) => ({
    en: `Update the firmware to ${version}: ${whom}, one first, then 1 %, 10 %, all`,
    zh: `固件更新到 ${version}：${whom}，先一台，然后 1 %、10 %、全部`,
  }),
  meantBack: (version: string) => ({
    en: `Every device that runs ${version} goes back to what it had before`,
    zh: `运行 ${version} 的每台设备都将退回原来的版本`,
  }),
  watch: {
    en: 'Look how it goes on with `call-button device updates`.',
    zh: '用 `call-button device updates` 查看进展。',
  },
};
