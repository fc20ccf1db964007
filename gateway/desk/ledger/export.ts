// The ledger as a file that a spreadsheet opens in the reader's language: UTF-8 with its mark, and no formula in it.
import { BYTE_ORDER_MARK, csvLine } from '../../system/csv.ts';
import { NEED_WORDS, OUTCOME_WORDS } from '../words-shapes.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerFilter, LedgerRow } from './shapes.ts';

type Language = 'en' | 'zh';
type Column = {
  en: string;
  zh: string;
  of: (row: LedgerRow, language: Language) => string | number;
};

const ROWS_AT_ONCE = 200;

const COLUMNS: readonly Column[] = [
  { en: 'Call', zh: '呼叫编号', of: ({ callId }) => callId },
  { en: 'Pressed', zh: '呼叫时间', of: ({ openedAt }) => timeOf(openedAt) },
  { en: 'Shown', zh: '显示时间', of: ({ shownAt }) => timeOf(shownAt) },
  { en: 'Taken', zh: '接手时间', of: ({ takenAt }) => timeOf(takenAt) },
  { en: 'Reached', zh: '接通时间', of: ({ reachedAt }) => timeOf(reachedAt) },
  { en: 'Help sent', zh: '派人时间', of: ({ sentAt }) => timeOf(sentAt) },
  { en: 'Arrived', zh: '到达时间', of: ({ arrivedAt }) => timeOf(arrivedAt) },
  { en: 'Closed', zh: '结束时间', of: ({ closedAt }) => timeOf(closedAt) },
  { en: 'Subdistrict', zh: '街道', of: ({ subdistrict }) => subdistrict },
  { en: 'Community', zh: '社区', of: ({ community }) => community },
  { en: 'Address', zh: '地址', of: ({ address }) => address },
  { en: 'Reference', zh: '住户编号', of: ({ reference }) => reference },
  { en: 'Resident', zh: '姓名', of: ({ name }) => name },
  { en: 'Button', zh: '设备', of: ({ deviceId }) => deviceId },
  {
    en: 'Key',
    zh: '按键',
    of: ({ key }, language) =>
      ({ red: { en: 'red', zh: '红' }, green: { en: 'green', zh: '绿' } })[key][language],
  },
  { en: 'Test', zh: '测试', of: ({ isTest }, language) => (isTest ? YES[language] : '') },
  {
    en: 'Needs',
    zh: '需求',
    of: ({ needs }, language) => needs.map((need) => NEED_WORDS[need][language]).join('、'),
  },
  { en: 'In words', zh: '内容', of: ({ needText }) => needText },
  {
    en: 'Outcome',
    zh: '结果',
    of: ({ outcome }, language) => (outcome === '' ? '' : OUTCOME_WORDS[outcome][language]),
  },
  { en: 'Officer', zh: '值班员', of: ({ officer }) => officer },
  { en: 'Helper', zh: '服务人员', of: ({ helper }) => helper },
  { en: 'Presses', zh: '按键次数', of: ({ presses }) => presses },
  { en: 'Notes', zh: '备注数', of: ({ notes }) => notes },
  {
    en: 'Follow-up wanted',
    zh: '需要回访',
    of: ({ isFollowUpWanted }, language) => (isFollowUpWanted ? YES[language] : ''),
  },
  { en: 'Followed up', zh: '回访时间', of: ({ followedAt }) => timeOf(followedAt) },
  { en: 'Satisfaction', zh: '满意度', of: ({ satisfaction }) => satisfaction ?? '' },
];

const YES = { en: 'yes', zh: '是' };

/** A page at a time, so that it holds neither the memory nor the calls up. */
export async function* exportLedger(
  ledger: Ledger,
  filter: LedgerFilter,
  language: Language,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map((column) => column[language]));
  let after: string | undefined;
  do {
    const { rows, next } = await ledger.find(filter, after, ROWS_AT_ONCE);
    const lines = rows.map((row) => csvLine(COLUMNS.map(({ of }) => of(row, language))));
    if (lines.length > 0) yield lines.join('');
    after = next;
  } while (after !== undefined);
}

/** Local, as the people at the desk know it, and so that every spreadsheet takes it for a time. */
function timeOf(at: number | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
