// What the commands that look after the journal say.

const AWAY = {
  en: 'copy the folder away and restore the newest backup',
  zh: '先复制该目录，再恢复最新的备份',
};

/** What each fault of a journal means, and what to do. */
export const JOURNAL_FAULTS = {
  FILE_DAMAGED: {
    means: {
      en: 'a file of the journal is not as it was written: the disk or another program changed it',
      zh: '日志库的文件与写入时不同：磁盘或其他程序改动了它',
    },
    toDo: {
      en: 'copy the folder away, restore the newest backup, and have the disk checked',
      zh: '先复制该目录，再恢复最新的备份，并检查磁盘',
    },
  },
  RECORD_UNREADABLE: {
    means: {
      en: 'a record of the log makes no sense: what it held is not known',
      zh: '有一条记录无法理解：其内容不得而知',
    },
    toDo: {
      en: `${AWAY.en}; the export still gives all other records`,
      zh: `${AWAY.zh}；其余记录仍可导出`,
    },
  },
  RECORDS_MISSING: {
    means: {
      en: 'records of the log are gone that were not old enough to expire',
      zh: '缺少尚未到期的记录',
    },
    toDo: {
      en: `${AWAY.en}; presses in the gap may be lost`,
      zh: `${AWAY.zh}；缺口中的按键可能已丢失`,
    },
  },
  IDENTITY_TWICE: {
    means: { en: 'the same press or event was stored twice', zh: '同一次按键或事件保存了两次' },
    toDo: {
      en: 'tell the platform that these two are one; keep a copy of the folder for whoever maintains the gateway',
      zh: '告知平台这两条是同一次；保留一份目录副本，交给网关的维护人员',
    },
  },
  CALL_ID_WRONG: {
    means: {
      en: 'a press is in a call that was not opened by the press after which it is named',
      zh: '按键所属的呼叫，并不是由其名称所指的按键开启的',
    },
    toDo: {
      en: 'look up these presses at the platform; keep a copy of the folder for whoever maintains the gateway',
      zh: '在平台上查找这些按键；保留一份目录副本，交给网关的维护人员',
    },
  },
  CALL_MISSING: {
    means: {
      en: 'a press names a call that the journal does not have',
      zh: '按键所属的呼叫在日志库中不存在',
    },
    toDo: {
      en: 'look up these presses at the platform: their light and deadlines are not followed any more',
      zh: '在平台上查找这些按键：它们的指示灯和时限不再被跟踪',
    },
  },
  CALL_MISPLACED: {
    means: {
      en: 'a closed call stands among the open ones, or an open one among the closed ones',
      zh: '已结束的呼叫列在未结束的之中，或者相反',
    },
    toDo: {
      en: 'nothing for the homes: the gateway takes it up again and closes it in time',
      zh: '住户无需处理：网关会重新接手，并按时结束它',
    },
  },
  DUE_MISSING: {
    means: {
      en: 'a press or notice was never accepted, and is not offered to anybody any more',
      zh: '有按键或通知从未被受理，也不再发送给任何一方',
    },
    toDo: {
      en: 'handle these now: telephone the homes; then restore the newest backup',
      zh: '请立即处理：致电这些住户；然后恢复最新的备份',
    },
  },
  DUE_LEFT_OVER: {
    means: {
      en: 'a press or notice that was accepted is still to be offered',
      zh: '已被受理的按键或通知仍在等待发送',
    },
    toDo: {
      en: 'nothing: it is offered once more with the same id, which the platform recognises',
      zh: '无需处理：它会以相同的 id 再发送一次，平台能够识别',
    },
  },
  IDENTITY_FORGOTTEN: {
    means: {
      en: 'a press or event is in the log, but would be taken for new if its device sent it again',
      zh: '按键或事件在记录中，但设备若再次发送，会被当作新的',
    },
    toDo: AWAY,
  },
  NOTICE_FORGOTTEN: {
    means: {
      en: 'a notice is in the log, but would be taken for new if it was made again',
      zh: '通知在记录中，但若再次产生，会被当作新的',
    },
    toDo: {
      en: 'nothing for the homes: the operator may be told twice',
      zh: '住户无需处理：操作员可能会收到两次通知',
    },
  },
  ROW_UNREADABLE: {
    means: {
      en: 'a row that follows from the log makes no sense, or belongs to another key',
      zh: '由记录得出的一行数据无法理解，或属于另一个键',
    },
    toDo: AWAY,
  },
};

/** What is wrong at a place in a file of LevelDB. */
export const FILE_DAMAGE = {
  unread: { en: 'the disk can not read it', zh: '磁盘无法读取' },
  recordSum: { en: 'a record whose sum is wrong', zh: '记录的校验和不符' },
  cutOff: { en: 'the end is cut off', zh: '末尾被截断' },
  logMissing: { en: 'the log is missing', zh: '日志文件缺失' },
  noFooter: { en: 'the end of a table is missing', zh: '表的末尾缺失' },
  blockTooLong: { en: 'a block that reaches over the end', zh: '数据块超出文件末尾' },
  blockSum: { en: 'a block whose sum is wrong', zh: '数据块的校验和不符' },
  blockList: { en: 'a list of blocks that makes no sense', zh: '数据块列表无法理解' },
};

/** How far a call is. */
const STAGES = {
  stored: { en: 'stored', zh: '已保存' },
  accepted: { en: 'accepted', zh: '已受理' },
  answered: { en: 'answered', zh: '已应答' },
  dispatched: { en: 'dispatched', zh: '已派人' },
  closed: { en: 'closed', zh: '已结束' },
};

const KEEP_FOLDER = {
  en: 'keep this folder where only you can read it.',
  zh: '请把该目录放在只有您能读取的地方。',
};

const ROTATED_SINCE = {
  en: 'A device whose key was rotated after the backup can not connect until it is provisioned again over the cable.',
  zh: '备份之后更换过密钥的设备无法连接，须用数据线重新安装。',
};

export const JOURNAL = {
  stage: STAGES,
  none: { en: 'none', zh: '无' },

  /** Of a check. */
  size: (folder: string, size: string) => ({
    en: `The journal in ${folder}: ${size} on disk.`,
    zh: `日志库 ${folder}：占用磁盘 ${size}。`,
  }),
  sound: {
    en: 'It is sound: nothing is missing, nothing contradicts itself. Nothing was changed.',
    zh: '完好：没有缺失，没有矛盾。没有作任何更改。',
  },
  torn: {
    en: `Its last write was cut off, as a power cut or a crash does. Nobody was told that this write was stored:
the devices send it again. This is no fault.`,
    zh: `最后一次写入被截断，断电或崩溃时会这样。没有告诉任何设备这次写入已保存：
设备会重新发送。这不是错误。`,
  },
  notOpened: {
    en: `It was not opened, because opening would drop what can't be read for good. So:
copy the folder away first, then restore the newest backup (--restore DIR). Nothing was changed.`,
    zh: `没有打开它，因为打开时读不懂的内容会被永久丢弃。因此：
请先复制该目录，再恢复最新的备份（--restore 目录）。没有作任何更改。`,
  },
  unreadable: (reason: string) => ({
    en: `LevelDB, which keeps the journal, can't open it. It says: ${reason}
Stop here and copy the folder away. Then try --repair-journal, which loses nothing or does nothing;
if it can't help, restore the newest backup (--restore DIR).`,
    zh: `保存日志库的 LevelDB 无法打开它，原因：${reason}
请到此为止，先复制该目录。然后试用 --repair-journal：它要么不丢失任何内容，要么什么也不做；
若无法修复，请恢复最新的备份（--restore 目录）。`,
  }),
  counted: {
    presses: { en: 'presses', zh: '按键' },
    calls: { en: 'calls', zh: '呼叫' },
    events: { en: 'events', zh: '事件' },
    notices: { en: 'notices', zh: '通知' },
    devices: { en: 'devices', zh: '设备' },
    records: { en: 'records', zh: '记录' },
  },
  notAccepted: (count: string) => ({
    en: `${count} of them not accepted by anybody yet`,
    zh: `其中 ${count} 条尚未被受理`,
  }),
  otherEvents: { en: 'of devices, other than presses', zh: '来自设备，按键除外' },
  span: (from: string, to: string) => ({
    en: `from ${from} to ${to}`,
    zh: `${from} 至 ${to}`,
  }),
  fault: (code: string, count: number, means: string) => ({
    en: `${code}, ${count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`}: ${means}.`,
    zh: `${code}，${count.toLocaleString('en-US')} 处：${means}。`,
  }),
  toDo: (what: string) => ({ en: `What to do: ${what}.`, zh: `处理办法：${what}。` }),
  more: (count: string) => ({ en: `and ${count} more`, zh: `另有 ${count} 处` }),
  place: (file: string, at: number, what: string) => ({
    en: `${file}, byte ${at}: ${what}`,
    zh: `${file}，第 ${at} 字节：${what}`,
  }),

  /** Of a check, about the registry. */
  registry: (folder: string) => ({
    en: `The registry in ${folder}:`,
    zh: `登记库 ${folder}：`,
  }),
  registryCounts: (devices: string, homes: string, tokens: string, records: string) => ({
    en: `${devices} devices, ${homes} homes, ${tokens} tokens, ${records} records of changes.`,
    zh: `设备 ${devices} 台，住户 ${homes} 户，令牌 ${tokens} 个，更改记录 ${records} 条。`,
  }),
  registrySound: {
    en: 'It is sound: the master key fits, and every row can be read.',
    zh: '完好：主密钥相符，每一行都能读取。',
  },
  registryRows: {
    means: {
      en: 'rows that can not be opened: a bit has changed, or somebody changed them',
      zh: '有几行无法打开：数据出错，或被人改动',
    },
    toDo: {
      en: 'copy the folder away, then restore the newest backup; devices that are named must be provisioned again if it is older',
      zh: '先复制该目录，再恢复最新的备份；若备份较旧，所列设备须重新安装',
    },
  },

  /** Of a repair. */
  notNeeded: (folder: string) => ({
    en: `The journal in ${folder} can be opened: there is nothing to repair. --check-journal looks into it.`,
    zh: `日志库 ${folder} 可以打开：无需修复。可用 --check-journal 检查内容。`,
  }),
  repaired: (folder: string) => ({
    en: `The journal in ${folder} is repaired, and it is sound:`,
    zh: `日志库 ${folder} 已修复，且完好：`,
  }),
  damagedIsIn: (folder: string) => ({
    en: `The damaged one is in ${folder}. Delete it when the gateway has run well for a while.`,
    zh: `损坏的一份在 ${folder}。网关正常运行一段时间后再删除它。`,
  }),
  notRepaired: (folder: string) => ({
    en: `The journal in ${folder} was not repaired: this would have been wrong with it afterwards.`,
    zh: `日志库 ${folder} 没有修复：修复之后仍会有以下错误。`,
  }),
  notReadToEnd: { en: 'It could not be read to its end.', zh: '无法读到末尾。' },
  unchanged: {
    en: 'Nothing was changed. Copy the folder away, then restore the newest backup (--restore DIR).',
    zh: '没有作任何更改。请先复制该目录，再恢复最新的备份（--restore 目录）。',
  },

  /** Of an export. */
  presses: (count: string) => ({ en: `${count} presses`, zh: `按键 ${count} 次` }),
  eventsToo: (events: string, notices: string) => ({
    en: `, ${events} events, ${notices} notices`,
    zh: `，事件 ${events} 个，通知 ${notices} 条`,
  }),
  exported: (what: string, file: string) => ({ en: `${what}: ${file}`, zh: `${what}：${file}` }),
  exportHolds: {
    en: 'It holds ids of devices, times, and groups as you named them; no names and no addresses, for the journal has none.',
    zh: '其中有设备编号、时间和您所起的分组名；没有姓名和地址，因为日志库中没有。',
  },
  unreadRecords: (count: string) => ({
    en: `${count} records could not be read and are not in it: --check-journal says more.`,
    zh: `${count} 条记录无法读取，不在其中：可用 --check-journal 查看详情。`,
  }),

  /** Of a backup. */
  backup: (folder: string) => ({ en: `Backup in ${folder}: `, zh: `备份在 ${folder}：` }),
  newestPress: (at: string) => ({
    en: `, the newest press of ${at}`,
    zh: `，最近一次按键为 ${at}`,
  }),
  readBack: { en: 'It was read back and is what was copied.', zh: '已读回核对，与原内容一致。' },
  devicesInside: {
    en: `The devices file is in it, with the keys of all devices:\n${KEEP_FOLDER.en}`,
    zh: `其中有设备文件和所有设备的密钥：\n${KEEP_FOLDER.zh}`,
  },
  keysInside: {
    en: `No devices file is in it, because the configuration names none; but the keys that were rotated are in it:\n${KEEP_FOLDER.en}`,
    zh: `其中没有设备文件，因为配置没有指定；但有更换过的密钥：\n${KEEP_FOLDER.zh}`,
  },
  noDevices: {
    en: 'No devices file is in it, because the configuration names none.',
    zh: '其中没有设备文件，因为配置没有指定。',
  },
  registryInside: {
    en: `The registry is in it, sealed. Its master key is not: without it nobody can read the registry, nor restore it.
Keep a copy of the master key (master.key in the data folder, or where the configuration says) in another place.`,
    zh: `其中有加密的登记库，但没有主密钥：没有主密钥，谁也无法读取或恢复登记库。
请把主密钥（数据目录中的 master.key，或配置所指的位置）另存一份。`,
  },
  flowsInside: {
    en: `The flows are in it, with their library. flows.key is not: without it the credentials in them must be typed in again.
Keep a copy of flows.key (in the data folder) in another place. What somebody wrote into a node in the clear is in it in
the clear.`,
    zh: `其中有流程及其库，但没有 flows.key：没有它，流程中的凭据须重新输入。
请把 flows.key（在数据目录中）另存一份。节点中以明文写入的内容，在备份中也是明文。`,
  },
  faultyCopy: (codes: string) => ({
    en: `The journal had faults when it was copied (${codes}): --check-journal says more.`,
    zh: `复制时日志库有错误（${codes}）：可用 --check-journal 查看详情。`,
  }),

  /** Of a restored backup. */
  restored: (journal: string, presses: string, madeAt: string, newest: string) => ({
    en: `Restored to ${journal}: ${presses} presses. The backup was made ${madeAt}; its newest press: ${newest}.`,
    zh: `已恢复到 ${journal}：按键 ${presses} 次。备份时间：${madeAt}；其中最近一次按键：${newest}。`,
  }),
  beforeStart: (openPresses: string) => ({
    en: `What you should know before you start the gateway:
- It knows nothing of what came after the backup. Presses of that time were delivered, if they were, without a
  trace here; look them up at the platform. A device sends again only what it has no receipt for.
- ${openPresses} presses were not accepted yet when the backup was made. They are offered again, with their old
  ids, by which the platform recognises those that it has.
- Devices connect as before: what they count has gone on, and that is allowed.
- Until a device has connected once, what somebody recorded of it since the backup plays again, its CONNECT and its
  presses: nothing in a copy can know them. The first connection of the device itself ends that. Look at those that
  do not come back.`,
    zh: `启动网关之前请注意：
- 它不知道备份之后的任何事。那段时间的按键即使已经送达，这里也没有记录；请到平台上查找。
  设备只会重新发送没有收到回执的内容。
- 备份时有 ${openPresses} 次按键尚未被受理。它们会以原来的 id 再次发送，平台据此识别已有的。
- 设备照常连接：它们的计数已经继续，这是允许的。
- 设备自己连接过一次之前，备份之后被他人录下的内容（它的 CONNECT 和按键）可以重放成功：副本无从知道它们。
  设备自己的第一次连接使之失效。请查看没有重新连接的设备。`,
  }),
  devicesFile: {
    none: { en: 'The backup has no devices file.', zh: '备份中没有设备文件。' },
    kept: {
      en: 'Your devices file stayed as it is. The one of the backup is beside its journal.',
      zh: '您的设备文件保持原样。备份中的设备文件在备份的日志库旁边。',
    },
    unnamed: {
      en: 'The backup has a devices file; the configuration names none. Copy it and name it.',
      zh: '备份中有设备文件，但配置没有指定。请复制它，并在配置中写明。',
    },
    copied: { en: 'The devices file was restored too.', zh: '设备文件也已恢复。' },
    failed: {
      en: 'The devices file could not be copied to its place: copy it yourself.',
      zh: '设备文件无法复制到位：请自行复制。',
    },
  },
  keysFile: {
    kept: {
      en: 'keys.json, the rotated keys, stayed as it was: it is newer than the backup.',
      zh: '更换过的密钥 keys.json 保持原样：它比备份新。',
    },
    copied: {
      en: `keys.json, the rotated keys, was restored too. ${ROTATED_SINCE.en}`,
      zh: `更换过的密钥 keys.json 也已恢复。${ROTATED_SINCE.zh}`,
    },
    failed: {
      en: 'keys.json could not be copied to the data folder: copy it yourself before you start.',
      zh: 'keys.json 无法复制到数据目录：启动前请自行复制。',
    },
  },
  registryFolder: {
    kept: {
      en: 'The registry stayed as it was: it is newer than the backup.',
      zh: '登记库保持原样：它比备份新。',
    },
    copied: {
      en: `The registry was restored too. It needs the master key with which it was made: put it back to master.key in
  the data folder, or where the configuration says. What was changed after the backup is lost: devices that were
  suspended or retired since can connect again, and one that got a new key since must be provisioned again.`,
      zh: `登记库也已恢复。它需要当时的主密钥：请放回数据目录中的 master.key，或配置所指的位置。
  备份之后的更改已丢失：此后暂停或停用的设备又能连接，此后领取新密钥的设备须重新安装。`,
    },
  },
  flowsFolder: {
    kept: {
      en: 'The flows stayed as they were: they are newer than the backup.',
      zh: '流程保持原样：它们比备份新。',
    },
    copied: {
      en: `The flows were restored too. Put flows.key back to the data folder before you start: without it the credentials in
  them must be typed in again, in the editor.`,
      zh: `流程也已恢复。启动前请把 flows.key 放回数据目录：没有它，流程中的凭据须在编辑器中重新输入。`,
    },
  },
};
