// The columns of an exported or imported list: their names in both languages, and how each field becomes a cell and back. Pure.
import { plainColumn } from '../../system/spreadsheet.ts';
import {
  type Contact,
  MAX_CONTACTS,
  RESIDENT_TEXTS,
  type Resident,
  type ResidentText,
  SITUATIONS,
  type Situation,
} from './shapes.ts';

export type ListLanguage = 'en' | 'zh';

interface Words {
  en: string;
  zh: string;
}

export const SITUATION_NAMES: Record<Situation, Words> = {
  alone: { en: 'alone', zh: '独居' },
  bereft: { en: 'bereft', zh: '丧偶' },
  empty_nested: { en: 'empty-nested', zh: '空巢' },
  disabled: { en: 'disabled', zh: '失能残疾' },
  hardship: { en: 'hardship', zh: '特殊困难' },
  with_family: { en: 'with family', zh: '与家人同住' },
};

const TEXT_NAMES: Record<ResidentText, Words & { others?: readonly string[] }> = {
  reference: { en: 'reference', zh: '住户编号', others: ['home', '编号', '住户'] },
  name: { en: 'name', zh: '姓名', others: ['resident', '住户姓名'] },
  telephone: { en: 'telephone', zh: '电话', others: ['phone', 'tel', '手机', '联系电话'] },
  birthDate: { en: 'birth date', zh: '出生日期', others: ['birthday', '生日', '出生年月日'] },
  subdistrict: { en: 'subdistrict', zh: '街道', others: ['街道办'] },
  community: { en: 'community', zh: '社区', others: ['小区'] },
  building: { en: 'building', zh: '楼栋', others: ['楼号'] },
  address: { en: 'address', zh: '住址', others: ['地址', '家庭住址'] },
  access: { en: 'how to get in', zh: '进门方式' },
  family: { en: 'family', zh: '家庭情况', others: ['家庭'] },
  health: { en: 'health', zh: '健康状况', others: ['健康', '身体状况'] },
  formerWorkplace: { en: 'former workplace', zh: '原工作单位', others: ['原单位'] },
  partyOrganisation: { en: 'party organisation', zh: '党组织', others: ['所在党组织'] },
  strengths: { en: 'strengths', zh: '特长', others: ['爱好特长'] },
  needs: { en: 'needs', zh: '需求', others: ['服务需求'] },
};

const CONTACT_NAMES: Record<keyof Contact, Words> = {
  name: { en: 'contact {n} name', zh: '联系人{n}姓名' },
  relation: { en: 'contact {n} relation', zh: '联系人{n}关系' },
  telephone: { en: 'contact {n} telephone', zh: '联系人{n}电话' },
};
const CONTACT_PARTS = Object.keys(CONTACT_NAMES) as (keyof Contact)[];
const YES: Words = { en: 'yes', zh: '是' };
const NO: Words = { en: 'no', zh: '否' };

/** Fields of one resident as far as a row tells of them. What can't be understood stays as it is, for the schema to refuse. */
export type Told = { -readonly [K in keyof Resident]?: unknown } & { id?: number };

export interface Column {
  /** The field, as errors name it. */
  field: string;
  names: Words;
  others: readonly string[];
  cell(resident: Resident, language: ListLanguage, id: number): string;
  /** Never called with an empty cell: that leaves what is there. */
  take(cell: string, told: Told): void;
}

function text(field: ResidentText): Column {
  const { others = [], ...names } = TEXT_NAMES[field];
  return {
    field,
    names,
    others,
    cell: (resident) => resident[field],
    take: (cell, told) => {
      told[field] = field === 'birthDate' ? dayOf(cell) : cell;
    },
  };
}

/** A day as spreadsheets and people write it, as 1938-04-05. */
function dayOf(cell: string): string {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell);
  if (found === null) return cell;
  const [, year = '', month = '', day = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function contact(index: number, part: keyof Contact): Column {
  const numbered = (name: string) => name.replace('{n}', String(index + 1));
  const { en, zh } = CONTACT_NAMES[part];
  return {
    field: `contacts.${index}.${part}`,
    names: { en: numbered(en), zh: numbered(zh) },
    others: [],
    cell: ({ contacts }) => contacts[index]?.[part] ?? '',
    take: (cell, told) => {
      told.contacts ??= [];
      const contacts = told.contacts as Partial<Contact>[];
      contacts[index] = { ...contacts[index], [part]: cell };
    },
  };
}

function coordinate(field: 'latitude' | 'longitude', names: Words): Column {
  return {
    field,
    names,
    others: [],
    cell: (resident) => (resident[field] === null ? '' : String(resident[field])),
    take: (cell, told) => {
      told[field] = Number(cell);
    },
  };
}

const ID: Column = {
  field: 'id',
  names: { en: 'archive number', zh: '档案号' },
  others: ['id'],
  cell: (_resident, _language, id) => String(id),
  take: (cell, told) => {
    told.id = Number(cell);
  },
};

const SITUATION: Column = {
  field: 'situations',
  names: { en: 'living situation', zh: '居住情况' },
  others: ['situations', '情况'],
  cell: ({ situations }, language) =>
    situations.map((situation) => SITUATION_NAMES[situation][language]).join('、'),
  take: (cell, told) => {
    told.situations = cell
      .split(/[、,，;；/]/)
      .map((name) => situationOf(name.trim()))
      .filter((name) => name !== '');
  },
};

function situationOf(name: string): string {
  const plain = plainColumn(name);
  const found = SITUATIONS.find((situation) => {
    const { en, zh } = SITUATION_NAMES[situation];
    return [situation, en, zh].some((known) => plainColumn(known) === plain);
  });
  return found ?? name;
}

const DEVICES: Column = {
  field: 'deviceIds',
  names: { en: 'buttons', zh: '设备编号' },
  others: ['device_id', 'device', '设备', '设备号'],
  cell: ({ deviceIds }) => deviceIds.join(' '),
  take: (cell, told) => {
    told.deviceIds = cell.split(/[\s,，、;；]+/).filter((id) => id !== '');
  },
};

const FORMER: Column = {
  field: 'isFormer',
  names: { en: 'no longer served', zh: '已停止服务' },
  others: [],
  cell: ({ isFormer }, language) => (isFormer ? YES : NO)[language],
  take: (cell, told) => {
    const plain = cell.toLowerCase();
    const isYes = ['yes', 'y', '1', 'true', '是'].includes(plain);
    const isNo = ['no', 'n', '0', 'false', '否'].includes(plain);
    told.isFormer = isYes || isNo ? isYes : cell;
  },
};

/** All of them, in the order of an export. */
export const COLUMNS: readonly Column[] = [
  ID,
  ...RESIDENT_TEXTS.map(text),
  SITUATION,
  ...Array.from({ length: MAX_CONTACTS }, (_, index) =>
    CONTACT_PARTS.map((part) => contact(index, part)),
  ).flat(),
  DEVICES,
  coordinate('latitude', { en: 'latitude', zh: '纬度' }),
  coordinate('longitude', { en: 'longitude', zh: '经度' }),
  FORMER,
];

/** By its name in either language, or another that is usual; undefined: it means nothing here. */
export function columnOf(name: string): Column | undefined {
  return BY_NAME.get(plainColumn(name));
}

const BY_NAME = new Map(
  COLUMNS.flatMap((column) =>
    [column.names.en, column.names.zh, column.field, ...column.others].map(
      (name) => [plainColumn(name), column] as const,
    ),
  ),
);
