// What each code of the gateway means and what to do, beside those of protocol/errors.ts. The tables of docs/reference/error-codes.md are tested against this one.

import { DESK_ERRORS } from './desk-errors.ts';
import { UPDATE_ERRORS } from './update-errors.ts';

export const ERRORS = {
  // intake
  JOURNAL_FAILED: {
    en: 'the journal could not be written: free disk space, or mend its folder, which must belong to the user of the gateway',
    zh: '日志库写入失败：请腾出磁盘空间，或修复其目录，该目录必须属于运行网关的用户',
  },
  MQTT_ERROR: {
    en: 'not MQTT 3.1.1 as a device speaks it: the connection was closed',
    zh: '对方说的不是设备使用的 MQTT 3.1.1：连接已关闭',
  },
  FLOOD: {
    en: 'a device sends more than its budget: look at the device, or raise `flood`',
    zh: '某台设备发送超出限额：请检查该设备，或调高 `flood`',
  },
  CONNECT_FLOOD: {
    en: 'CONNACK 3: a device connects far too often: look at the device, or suspend it',
    zh: 'CONNACK 3：某台设备连接过于频繁：请检查该设备，或将其停用',
  },
  CONNECT_LATE: {
    en: 'a connection did not say CONNECT in time: it was closed',
    zh: '连接未及时发送 CONNECT：已关闭',
  },
  CONNECT_CROWDED: {
    en: 'too many connections said no CONNECT: the oldest was closed',
    zh: '未发送 CONNECT 的连接过多：最早的一个已关闭',
  },
  CONNECTIONS_FULL: {
    en: 'too many connections: raise the limit of open files, or use more gateways',
    zh: '连接过多：请调高打开文件数的上限，或增加网关',
  },
  GATE_FULL: {
    en: 'too many devices connect at once: they come back by themselves',
    zh: '同时连接的设备过多：它们会自行重新连接',
  },
  DOWNLINK_UNREAD: {
    en: 'a device did not read what it was sent: the connection was closed',
    zh: '设备没有读取发给它的内容：连接已关闭',
  },
  TLS_FAILED: {
    en: 'a TLS handshake failed: TLS 1.2 or later is required',
    zh: 'TLS 握手失败：需要 TLS 1.2 或更高版本',
  },
  // configuration
  CONFIG_UNREADABLE: {
    en: 'the configuration file could not be read: check its path and its YAML',
    zh: '无法读取配置文件：请检查路径和 YAML 语法',
  },
  CONFIG_INVALID: {
    en: 'the configuration has a wrong value: correct the path that is named',
    zh: '配置中有错误的值：请修正所指出的位置',
  },
  DEVICES_UNREADABLE: {
    en: 'the devices file could not be read or written: check its path and its YAML',
    zh: '无法读取或写入设备文件：请检查路径和 YAML 语法',
  },
  DEVICES_INVALID: {
    en: 'the devices file has a wrong entry: correct the path that is named',
    zh: '设备文件中有错误的条目：请修正所指出的位置',
  },
  DEVICE_ID_INVALID: {
    en: 'a device_id has 4 to 32 of A-Z a-z 0-9 _ -, for example CB-TEST-1',
    zh: 'device_id 为 4 到 32 个字符，只能是 A-Z a-z 0-9 _ -，例如 CB-TEST-1',
  },
  DEVICE_EXISTS: {
    en: 'choose another device_id, or delete the entry to get a fresh key',
    zh: '请换一个 device_id，或删除该条目以获得新密钥',
  },
  SECRET_INVALID: {
    en: 'make one: echo "whsec_$(openssl rand -base64 32)"',
    zh: '生成一个：echo "whsec_$(openssl rand -base64 32)"',
  },
  SECRET_MISSING: {
    en: 'a secret is not where the configuration says: set the variable or write the file',
    zh: '在配置所指的地方没有密钥：请设置该环境变量，或写入该文件',
  },
  CERTIFICATE_INVALID: {
    en: 'the certificate or its key can not be used: correct or renew the file that is named',
    zh: '证书或其私钥无法使用：请更正或更换所指出的文件',
  },
  CONFIG_NEEDS_RESTART: {
    en: 'this change counts after the next start: restart the gateway',
    zh: '这项更改在下次启动后生效：请重启网关',
  },
  ADDRESS_UNAVAILABLE: {
    en: 'a listener could not start: free the port or configure another',
    zh: '监听端口无法启动：请释放该端口，或配置另一个',
  },
  // the duty desk
  ...DESK_ERRORS,
  ROOT_REFUSED: {
    en: 'the gateway could not read what root leaves there: run the same command as the user to whom it belongs, by the words that are shown',
    zh: '网关将无法读取 root 留下的文件：请以该目录所属的用户运行同一条命令，写法如所示',
  },
  JOURNAL_LOCKED: {
    en: 'the journal is in use: stop the other gateway or choose another data folder',
    zh: '日志库正被使用：请停止另一个网关，或换一个数据目录',
  },
  JOURNAL_NEWER: {
    en: 'the journal was written by a newer version: start that one, or a later one',
    zh: '日志库由更新的版本写成：请启动那个版本或更高版本',
  },
  COMMAND_UNFINISHED: {
    en: 'a command was cut off: repeat it until it says that it is done, with the same --config; if you no longer want it, delete unfinished.json in the data folder, and know that the gateway then begins an empty journal',
    zh: '有命令中途被打断：请用相同的 --config 重新执行，直到它报告完成；若不再需要，请删除数据目录中的 unfinished.json，但网关随后会建立一个空的日志库',
  },
  JOURNAL_DAMAGED: {
    en: 'presses of that time may never have been delivered: look them up at the platform, telephone the homes that are named, and have the disk checked',
    zh: '那段时间的按键可能从未送达：请到平台上查找，致电所列住户，并检查磁盘',
  },
  CLOCK_DOUBTED: {
    en: 'the clock of this machine went ahead further than time has passed, so no old record is deleted: set the time; when it is right, deleting goes on by itself in time',
    zh: '本机时钟走快了，超过了实际经过的时间，因此不删除任何旧记录：请校准时间；时间正确后，删除会自行恢复',
  },
  CONTROL_UNAVAILABLE: {
    en: 'no backup and no `call-button device` while the gateway runs: choose a data folder with a shorter path, or mend its rights',
    zh: '网关运行期间无法备份，也无法使用 `call-button device`：请选择路径更短的数据目录，或修复其权限',
  },
  // administration of the journal
  DATE_INVALID: {
    en: 'write a day (2026-11-30, in UTC) or a moment with its zone (2026-11-30T08:00+08:00)',
    zh: '请写日期（2026-11-30，UTC）或带时区的时刻（2026-11-30T08:00+08:00）',
  },
  JOURNAL_MISSING: {
    en: 'no journal is there: name the configuration of the gateway whose journal you mean',
    zh: '那里没有日志库：请指定对应网关的配置',
  },
  JOURNAL_UNREADABLE: {
    en: 'the journal is damaged: copy its folder away, then try --repair-journal, which loses nothing or does nothing; if it can not help, restore the newest backup',
    zh: '日志库已损坏：请先复制其目录，然后试用 --repair-journal，它要么不丢失任何内容，要么什么也不做；若无法修复，请恢复最新的备份',
  },
  JOURNAL_SCHEMA: {
    en: 'the journal is of another version: start the gateway once, which brings it up to date',
    zh: '日志库是另一个版本：请启动一次网关，它会自动更新',
  },
  EXPORT_FAILED: {
    en: 'the export could not be written: free disk space, or choose another file',
    zh: '导出文件写入失败：请腾出磁盘空间，或换一个文件',
  },
  BACKUP_FOLDER_NOT_EMPTY: {
    en: 'a backup needs a folder of its own: name one that is new or empty',
    zh: '备份需要单独的目录：请指定一个新的或空的目录',
  },
  BACKUP_FAILED: {
    en: 'no backup was made: mend what is named and do it again',
    zh: '没有生成备份：请修复所指出的问题后重试',
  },
  BACKUP_DAMAGED: {
    en: 'this backup is not whole: take another one; nothing was restored',
    zh: '该备份不完整：请换一份；没有恢复任何内容',
  },
  RESTORE_WOULD_OVERWRITE: {
    en: 'a journal is there already: move its folder away first, and keep it',
    zh: '那里已有日志库：请先移走其目录并妥善保存',
  },
  RESTORE_FAILED: {
    en: 'nothing was restored: mend what is named and do it again',
    zh: '没有恢复任何内容：请修复所指出的问题后重试',
  },
  // administration of devices
  NO_SUCH_DEVICE: {
    en: 'no device has this id: look at `call-button device list`, or at the devices file',
    zh: '没有这个编号的设备：请查看 `call-button device list` 或设备文件',
  },
  NO_SUCH_GROUP: {
    en: 'no device is in this group: look at `call-button device list`',
    zh: '该组没有设备：请查看 `call-button device list`',
  },
  DEVICE_OUT_OF_SERVICE: {
    en: 'the device is suspended or retired, so it can not connect',
    zh: '该设备已暂停或停用，无法连接',
  },
  SETTING_INVALID: { en: 'correct the value that is named', zh: '请修正所指出的值' },
  COMMAND_REFUSED: {
    en: 'this command is not given to many devices: name one',
    zh: '此命令不能发给多台设备：请指定一台',
  },
  COMMANDS_WAITING: {
    en: 'wait for those that are open, or cancel some',
    zh: '请等待未完成的命令，或取消一部分',
  },
  NO_SUCH_COMMAND: {
    en: 'the device has no command with this id: look at `call-button device results`',
    zh: '该设备没有这个编号的命令：请查看 `call-button device results`',
  },
  COMMAND_NOT_QUEUED: {
    en: 'only a command that was never sent can be cancelled',
    zh: '只有从未发送过的命令才能取消',
  },
  KEYS_UNREADABLE: {
    en: 'keys.json, which an older gateway wrote, can not be read: mend its rights, or restore it from a backup, then start again',
    zh: '无法读取旧版网关写的 keys.json：请修复其权限，或从备份恢复，然后重新启动',
  },
  KEYS_FAILED: {
    en: 'the new key could not be written, and no device was told: free disk space, or mend the registry',
    zh: '新密钥写入失败，也没有通知任何设备：请腾出磁盘空间，或修复登记库',
  },
  NO_ROUTE: {
    en: 'no route leads anywhere for this key: name a destination for it in `routes`',
    zh: '该按键没有可用的路由：请在 `routes` 中为它指定目的地',
  },
  GATEWAY_NOT_RUNNING: {
    en: 'no gateway runs on this data folder: start it, or name its configuration',
    zh: '该数据目录上没有运行网关：请启动它，或指定它的配置',
  },
  GATEWAY_REFUSED: {
    en: 'the gateway could not do it: see its log',
    zh: '网关未能完成：请查看其日志',
  },
  REQUEST_MALFORMED: {
    en: 'command and gateway are of different versions: use those of one package',
    zh: '命令与网关版本不同：请使用同一安装包中的两者',
  },
  ARGUMENT_INVALID: {
    en: 'see `call-button device --help`',
    zh: '请查看 `call-button device --help`',
  },
  // updates of the firmware
  ...UPDATE_ERRORS,
  // registry
  REGISTRY_LOCKED: {
    en: 'the registry can not be read without its master key: put the right one where it is looked for (data folder: master.key, or `registry.master_key`), then start again',
    zh: '没有主密钥就无法读取登记库：请把正确的主密钥放到查找它的位置（数据目录下的 master.key，或 `registry.master_key`），然后重新启动',
  },
  REGISTRY_UNREADABLE: {
    en: 'a part of the registry is damaged: copy its folder away, then restore the newest backup',
    zh: '登记库有一部分已损坏：请先复制其目录，再恢复最新的备份',
  },
  REGISTRY_FAILED: {
    en: 'the registry could not be opened or written, and nothing was changed: free disk space, mend its folder, or stop the other gateway',
    zh: '登记库无法打开或写入，没有作任何更改：请腾出磁盘空间、修复其目录，或停止另一个网关',
  },
  REGISTRY_BUSY: {
    en: 'too many changes wait to be written, and this one was not taken: ask again in a second',
    zh: '等待写入的更改过多，这一次未被接收：请一秒后重试',
  },
  NO_SUCH_HOME: {
    en: 'no home has this id or reference: put it first',
    zh: '没有这个编号或档案号的住户：请先登记',
  },
  DEVICE_BOUND: {
    en: 'the device stands in another home: say why it moves, and that binding is closed',
    zh: '该设备在另一户家中：请说明迁移原因，原绑定随即结束',
  },
  STATE_WRONG: {
    en: 'this does not follow on the state of the device: look at it, and do the step before',
    zh: '设备当前状态不允许这一步：请查看其状态，先完成前一步',
  },
  FIELD_INVALID: { en: 'correct the field that is named', zh: '请修正所指出的字段' },
  TOKEN_EXISTS: {
    en: 'a token has this name: choose another, or revoke it first',
    zh: '已有同名令牌：请换一个名称，或先吊销它',
  },
  NO_SUCH_TOKEN: {
    en: 'no token has this name: look at `call-button token list`',
    zh: '没有这个名称的令牌：请查看 `call-button token list`',
  },
  // admin API
  NO_SUCH_KEY: {
    en: 'the gateway does not know this key: reset the device, then provision it anew',
    zh: '网关不认识这个密钥：请将设备恢复出厂设置，再重新开通',
  },
  TOKEN_MISSING: {
    en: 'say who you are: a header `Authorization: Bearer TOKEN`',
    zh: '请表明身份：请求头 `Authorization: Bearer 令牌`',
  },
  TOKEN_INVALID: {
    en: 'no such token, or it is over: ask whoever looks after the gateway for another',
    zh: '没有这个令牌，或已失效：请向网关管理员索取新的令牌',
  },
  ROLE_MISSING: {
    en: 'your token is not for this: ask somebody with that role',
    zh: '您的令牌无权这样做：请找有相应角色的人',
  },
  TOO_MANY_REQUESTS: { en: 'too many requests: wait a minute', zh: '请求过多：请等待一分钟' },
  TOO_MANY_CHANGES: {
    en: 'this token has changed as much as one may: wait, or ask with another one; an admin sees in the audit what it did',
    zh: '此令牌的更改次数已达上限：请等待，或改用另一个令牌；管理员可在审计记录中查看它做过什么',
  },
  ACCEPTANCE_INCOMPLETE: { en: 'do what is named, then ask again', zh: '请完成所指出的事项后再试' },
  NO_SUCH_PATH: {
    en: 'nothing is here: see /api/v1/openapi.json',
    zh: '这里什么也没有：请查看 /api/v1/openapi.json',
  },
  API_FAILED: { en: 'an error of the gateway: see its log', zh: '网关出错：请查看其日志' },
  // flows
  FLOWS_UNAVAILABLE: {
    en: 'node-red is not installed: run `npm ci` without --omit=optional, or take `flows` out of the configuration',
    zh: '没有安装 node-red：请运行不带 --omit=optional 的 `npm ci`，或从配置中去掉 `flows`',
  },
  FLOW_SPINS: {
    en: 'a node of the flow computes without end: mend it in the editor; it was killed',
    zh: '流程中有节点陷入无尽计算：请在编辑器中修改；该进程已被结束',
  },
  FLOW_CRASHED: {
    en: 'a node of the flow ended its process: mend it in the editor',
    zh: '流程中有节点使其进程退出：请在编辑器中修改',
  },
  FLOW_HEAP: {
    en: 'the flow used up its memory: let it keep less, or raise `flows.heap_mb`',
    zh: '流程用尽了内存：请让它少保留数据，或调高 `flows.heap_mb`',
  },
  FLOW_FLOODS: {
    en: 'the flow sent more than the gateway takes: look for a loop; it was killed',
    zh: '流程发送的内容超出网关所能接受：请检查是否有循环；该进程已被结束',
  },
  FLOW_SILENT: {
    en: 'the process of the flows did not get ready in time: look at the load of the machine',
    zh: '流程的进程未能及时就绪：请检查机器负载',
  },
  FLOW_DAMAGED: {
    en: 'the flows take no calls, and their fallback is offered each: put the file back from its copy and start again. Without a copy of flows.key move flows_cred.json away, as flows_cred.json.damaged; then, and without a copy of another file, open the editor, type the credentials in again, and deploy',
    zh: '流程不接收呼叫，每个呼叫都会送往后备目的地：请用副本恢复该文件，然后重新启动。若没有 flows.key 的副本，请把 flows_cred.json 改名为 flows_cred.json.damaged；此时，或其他文件没有副本时，请打开编辑器，重新输入凭据并部署',
  },
  FLOW_NOT_SAVED: {
    en: 'what was deployed is not on disk: free disk space, or mend the folder of the flows, and deploy again',
    zh: '部署的内容没有写入磁盘：请腾出磁盘空间，或修复流程目录，然后重新部署',
  },
  FLOWS_BUSY: {
    en: 'too many requests of flows at one time: let the flow wait for each',
    zh: '流程同时提出的请求过多：请让流程逐一等待',
  },
  PASSWORD_INVALID: {
    en: 'choose a password of 8 to 128 characters, and let `call-button hash-password` make its hash',
    zh: '请选择 8 到 128 个字符的密码，并用 `call-button hash-password` 生成其哈希',
  },
  // reports of the platform
  REPORT_SIGNATURE: {
    en: 'the report is not signed with the secret of the destination',
    zh: '报告没有用该目的地的密钥签名',
  },
  REPORT_CLOCK: {
    en: 'the report is signed, but more than 5 min from the time of the gateway: set the clock that is wrong',
    zh: '报告已签名，但与网关时间相差超过 5 分钟：请校正出错的时钟',
  },
  REPORT_TOO_LARGE: { en: 'a report has at most 16 KB', zh: '一份报告最多 16 KB' },
  REPORT_FLOOD: {
    en: 'too many reports on calls that nobody knows: report on open calls, or again later',
    zh: '关于未知呼叫的报告过多：请只报告未结束的呼叫，或稍后再报',
  },
  REPORT_MALFORMED: {
    en: 'a report is JSON: {"call_id", "stage": "accepted|answered|dispatched|closed"}',
    zh: '报告为 JSON：{"call_id", "stage": "accepted|answered|dispatched|closed"}',
  },
  REPORT_UNKNOWN_CALL: { en: 'no call has this call_id', zh: '没有这个 call_id 的呼叫' },
  REPORT_NOT_DELIVERED: {
    en: 'the call was not offered to this platform yet: report again later',
    zh: '该呼叫尚未送往此平台：请稍后再报',
  },
};
