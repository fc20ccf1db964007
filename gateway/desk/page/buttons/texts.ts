// What the page says about cases and coverage.
import type { CaseState, CaseStep } from '../../archive/shapes.ts';

type Words = { en: string; zh: string };

export const BUTTONS = {
  cases: { en: 'Cases', zh: '设备工单' },
  coverage: { en: 'Coverage', zh: '覆盖率' },
  noCases: { en: 'No cases here.', zh: '没有工单。' },
  since: { en: 'since', zh: '自' },
  restored: { en: 'well again by itself', zh: '已自行恢复' },
  devices: { en: 'buttons', zh: '台设备' },
  battery: { en: 'battery', zh: '电量' },
  daysLeft: { en: 'days left', zh: '天后耗尽' },
  take: { en: 'Take', zh: '接手' },
  release: { en: 'Give back', zh: '退回' },
  done: { en: 'Done', zh: '完成' },
  reopen: { en: 'Open again', zh: '重新打开' },
  note: { en: 'Note', zh: '备注' },
  noteHere: { en: 'What was found, what was done…', zh: '发现了什么，做了什么……' },
  takenBy: { en: 'taken by', zh: '接手：' },
  goal: { en: 'in service, of those who are to have one', zh: '已投入使用（占应装）' },
  subdistrict: { en: 'Subdistrict', zh: '街道' },
  community: { en: 'Community', zh: '社区' },
  eligible: { en: 'To have one', zh: '应装' },
  installed: { en: 'Installed', zh: '已装' },
  tested: { en: 'Tested', zh: '已测试' },
  inService: { en: 'In service', zh: '使用中' },
  way: { en: 'The way to 100 %', zh: '距 100 %' },
  missing: { en: 'missing', zh: '尚缺' },
  complete: { en: 'complete', zh: '已全部覆盖' },
  nobody: { en: 'Nobody is in the archive yet.', zh: '档案中还没有住户。' },
  whoIsMissing: { en: 'Who is missing', zh: '查看名单' },
  nowhere: { en: 'no community', zh: '未填社区' },
} satisfies Record<string, Words>;

export const CASE_LISTS: Record<CaseState, Words> = {
  open: { en: 'Open', zh: '待处理' },
  taken: { en: 'Taken', zh: '处理中' },
  done: { en: 'Done', zh: '已完成' },
};

export const CASE_STEP_WORDS: Record<CaseStep, Words> = {
  taken: { en: 'taken', zh: '接手' },
  released: { en: 'given back', zh: '退回' },
  noted: { en: 'note', zh: '备注' },
  done: { en: 'done', zh: '完成' },
  reopened: { en: 'opened again', zh: '重新打开' },
};

/** By the name that the gateway gives it; another of a later gateway is shown by its name. */
export const CONDITION_WORDS: Record<string, Words> = {
  offline: { en: 'No connection', zh: '连接中断' },
  silent: { en: 'Nothing is heard of it', zh: '无心跳' },
  flapping: { en: 'The connection comes and goes', zh: '连接时断时续' },
  battery_low: { en: 'The battery is low', zh: '电量低' },
  battery_critical: { en: 'The battery is almost empty', zh: '电量即将耗尽' },
  mains_lost: { en: 'No mains: it runs on its battery', zh: '断电，正在用电池' },
  fault: { en: 'The device reported a fault', zh: '设备故障' },
  update_stopped: { en: 'An update of its firmware stopped here', zh: '固件更新在此停止' },
  update_finished: { en: 'An update of the firmware is over', zh: '固件更新已结束' },
  journal_damaged: {
    en: 'Records of the gateway are lost: presses may be missing',
    zh: '网关记录受损：可能有呼叫未送达',
  },
};
