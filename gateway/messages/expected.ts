// What a value that somebody wrote should have been: in the configuration, the devices file, or a request.
import { FINDINGS, meant } from './findings.ts';
import type { Sentence } from './sentence.ts';

const BOUNDS = {
  atMost: { en: 'at most', zh: '不超过' },
  atLeast: { en: 'at least', zh: '不少于' },
  lessThan: { en: 'less than', zh: '小于' },
  moreThan: { en: 'more than', zh: '大于' },
};
export type Bound = keyof typeof BOUNDS;

const UNITS = {
  none: { en: '', zh: '' },
  characters: { en: ' characters', zh: ' 个字符' },
  entries: { en: ' entries', zh: ' 项' },
};

export const EXPECTED = {
  missing: { en: 'is missing', zh: '缺少，必须填写' },
  type: (wanted: Sentence, found: Sentence) => ({
    en: `expected ${wanted.en}, found ${found.en}`,
    zh: `应为${wanted.zh}，实为${found.zh}`,
  }),
  bound: (bound: Bound, limit: string, unit: keyof typeof UNITS) => ({
    en: `expected ${BOUNDS[bound].en} ${limit}${UNITS[unit].en}`,
    zh: `应${BOUNDS[bound].zh} ${limit}${UNITS[unit].zh}`,
  }),
  oneOf: (choices: string) => ({
    en: `expected one of: ${choices}`,
    zh: `应为其中之一：${choices}`,
  }),
  unknownKey: (key: Sentence, near: string | undefined, known: readonly string[]) => ({
    en: `not known: ${key.en}${meant(near).en}${FINDINGS.known(known).en}`,
    zh: `没有这样的设置：${key.zh}${meant(near).zh}${FINDINGS.known(known).zh}`,
  }),
  /** `found` is the kind of what was written instead. */
  secretPlace: (found: Sentence) => ({
    en: `expected object, found ${found.en}: write { env: NAME } or { file: PATH }, for the secret itself never stands in this file`,
    zh: `应为一组字段，实为${found.zh}：请写 { env: 变量名 } 或 { file: 路径 }，秘密本身不写在这个文件里`,
  }),
  secretFields: {
    en: 'expected { env: NAME } or { file: PATH }',
    zh: '应为 { env: 变量名 } 或 { file: 路径 }',
  },
  /** Stands for a key that may be a secret in the wrong place. */
  strangeKey: { en: '(a strange key)', zh: '（奇怪的名称）' },
  wholeFile: { en: '(whole file)', zh: '（整个文件）' },
  or: { en: '; or ', zh: '；或 ' },
  else: { en: 'expected something else here', zh: '这里应为别的内容' },
  anotherName: { en: 'expected another name here', zh: '应换一个名称' },
  text: { en: 'expected some text', zh: '应为非空文字' },
  list: { en: 'expected a list', zh: '应为列表' },
  entry: { en: 'expected at least one entry', zh: '应至少有一项' },
  pause: { en: 'expected at least one pause', zh: '应至少有一个间隔' },
  values: { en: 'expected 1 to 20 values', zh: '应有 1 到 20 个值' },
  whole: { en: 'expected a whole number', zh: '应为整数' },
  wholeBetween: (min: number, max: number) => ({
    en: `expected a whole number, ${min} to ${max}`,
    zh: `应为整数，${min} 到 ${max}`,
  }),
  time: (min: string, max: string) => ({
    en: `expected a time with its unit, from ${min} to ${max}, such as 250ms, 2s, 15m, 2h or 730d`,
    zh: `应为带单位的时间，${min} 到 ${max}，例如 250ms、2s、15m、2h 或 730d`,
  }),
  lessThanField: (field: string) => ({
    en: `expected less than ${field}`,
    zh: `应小于 ${field}`,
  }),
  characters: (length: string, characters: string) => ({
    en: `expected ${length.replace('-', ' to ')} of ${characters}`,
    zh: `应为 ${length.replace('-', ' 到 ')} 个字符，只能用 ${characters}（不能用中文）`,
  }),
  charactersBetween: (min: number, max: number) => ({
    en: `expected ${min} to ${max} characters`,
    zh: `应有 ${min} 到 ${max} 个字符`,
  }),
  notGatewaysName: {
    en: 'this one stands for the gateway in the audit',
    zh: '该名称在审计记录中代表网关',
  },
  future: { en: 'expected a moment to come', zh: '应为将来的时刻' },
  number: { en: 'expected a number', zh: '应为数字' },
  homeId: {
    en: 'expected a home_id, as the list of homes tells it',
    zh: '应为 home_id，见住户列表',
  },
  residentField: {
    en: 'expected name, address or telephone',
    zh: '应为 name、address 或 telephone',
  },
  accountOrNothing: {
    en: 'expected 3 to 16 of 0-9 A-F, or nothing',
    zh: '应为 3 到 16 个 0-9 A-F，或不填',
  },
  zoneOrNothing: { en: 'expected 0 to 999, or nothing', zh: '应为 0 到 999，或不填' },

  port: { en: 'expected a port, 1 to 65535', zh: '应为端口，1 到 65535' },
  portOrAny: {
    en: 'expected a port, 1 to 65535, or 0 for any that is free',
    zh: '应为端口，1 到 65535，或 0 表示任选空闲端口',
  },
  off: { en: 'expected off, or what it is to do', zh: '应为 off，或写明它的设置' },
  deskOrOff: {
    en: 'expected auto, off, or where the desk is to be',
    zh: '应为 auto、off，或写明值班台的位置',
  },
  loopbackForMqtt: {
    en: 'expected a loopback address such as 127.0.0.1; for MQTT that is not encrypted on others write allow_plain: true beside it, or use mqtts',
    zh: '应为本机回环地址，例如 127.0.0.1；若要在其他地址上使用未加密的 MQTT，请在旁边写 allow_plain: true，或改用 mqtts',
  },
  loopbackForEditor: {
    en: 'expected a loopback address such as 127.0.0.1; for an editor that other machines reach name cert and key, or write allow_plain: true beside it',
    zh: '应为本机回环地址，例如 127.0.0.1；若要让其他机器打开编辑器，请写明 cert 和 key，或在旁边写 allow_plain: true',
  },
  certAndKey: {
    en: 'expected both cert and key, or neither',
    zh: 'cert 和 key 应同时填写，或都不填',
  },
  heap: { en: 'expected 64 to 8192, in MB', zh: '应为 64 到 8192，单位 MB' },
  freeName: { en: 'expected another name: it is taken', zh: '应换一个名称：该名称已被使用' },
  fileName: { en: 'expected the name of a file', zh: '应为文件名' },

  destination: { en: 'expected the name of a destination', zh: '应为目的地的名称' },
  telephoneUrl: {
    en: 'expected an address with {number} in it, such as https://pbx.example/dial?to={number}, or off',
    zh: '应为含有 {number} 的地址，例如 https://pbx.example/dial?to={number}，或 off',
  },
  httpAddress: { en: 'expected an http or https address', zh: '应为 http 或 https 地址' },
  https: {
    en: 'expected https: ca, cert and key mean nothing without',
    zh: '应为 https：否则 ca、cert 和 key 没有意义',
  },
  mqttAddress: {
    en: 'expected mqtt://host:port or mqtts://host:port',
    zh: '应为 mqtt://主机:端口 或 mqtts://主机:端口',
  },
  mqtts: { en: 'expected mqtts:// when there is a certificate', zh: '有证书时应为 mqtts://' },
  endAfterPort: { en: 'expected nothing behind the port', zh: '端口之后不应有其他内容' },
  noUser: { en: 'expected no user and password in it', zh: '其中不应有用户名和密码' },
  user: { en: 'expected a user for the password', zh: '有密码时应写用户名' },
  topic: {
    en: 'expected levels of A-Z a-z 0-9 . _ - with / between them, such as city/north',
    zh: '应由 A-Z a-z 0-9 . _ - 组成各级名称，中间用 /，例如 city/north',
  },
  answerField: {
    en: 'expected the name of a field of the answer, such as code or result.code',
    zh: '应为应答中的字段名，例如 code 或 result.code',
  },
  account: {
    en: 'expected 3 to 16 hex digits, in quotes',
    zh: '应为 3 到 16 位十六进制数字，加引号',
  },
  siaCode: {
    en: 'expected two capital letters, in quotes if YAML reads them as another word',
    zh: '应为两个大写字母，若 YAML 会把它读成别的词则加引号',
  },
  hexDigits: (count: number) => ({
    en: `expected ${count} hex digits`,
    zh: `应为 ${count} 位十六进制数字`,
  }),
  deviceKey: (count: number) => ({
    en: `expected ${count} lower-case hex digits, in quotes if all are decimal`,
    zh: `应为 ${count} 位小写十六进制数字，若全是十进制数字则加引号`,
  }),
};

/** The kinds of values, by the names that the schema library has for them. */
export const VALUE_TYPES = {
  string: { en: 'string', zh: '文字' },
  number: { en: 'number', zh: '数字' },
  int: { en: 'int', zh: '整数' },
  NaN: { en: 'NaN', zh: '非数字' },
  boolean: { en: 'boolean', zh: '是或否' },
  array: { en: 'array', zh: '列表' },
  object: { en: 'object', zh: '一组字段' },
  record: { en: 'record', zh: '一组字段' },
  null: { en: 'null', zh: '空值' },
};

/** Why a text of a person is refused, at whatever door. */
export const TEXT_FAULTS = {
  control: {
    en: 'expected no control characters, and no line breaks',
    zh: '不应有控制字符和换行',
  },
  surrogate: {
    en: 'half of a character is missing: type it again',
    zh: '有半个字符，请重新输入',
  },
  spreadsheet: {
    en: 'a spreadsheet has changed it, as it does with long numbers: format the column as text, and enter it again',
    zh: '被表格软件改动了（长数字常会这样）：请把这一列设为文本格式，再重新输入',
  },
  invisible: {
    en: 'something in it can not be seen, as copied from a page, a document or a chat: type it by hand',
    zh: '含有看不见的字符（常从网页、文档或聊天里复制而来）：请手工输入',
  },
  blanks: { en: 'expected no blanks at its beginning or end', zh: '开头和结尾不应有空格' },
};
