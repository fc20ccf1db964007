// Problems and warnings of a configuration in 简体中文. They are made in English, where they are found; each has its
// words here, and a test that every kind of mistake has one.
import { GATEWAY_ERRORS, type GatewayErrorCode } from '../domain/errors.ts';
import { GATEWAY_ERRORS_CHINESE } from './errors-chinese.ts';
import { type Language, TEXTS } from './gateway-command.ts';

const UNIT: Record<string, string> = TEXTS.zh.key;

/** Sentences that are always the same. */
const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'is missing': '缺少，必须填写',
    'expected a port, 1 to 65535, or 0 for any that is free':
      '应为端口，1 到 65535，或 0 表示任选空闲端口',
    'expected a port, 1 to 65535': '应为端口，1 到 65535',
    'expected off, or what it is to do': '应为 off，或写明它的设置',
    'expected a loopback address such as 127.0.0.1; for MQTT that is not encrypted on others write allow_plain: true beside it, or use mqtts':
      '应为本机回环地址，例如 127.0.0.1；若要在其他地址上使用未加密的 MQTT，请在旁边写 allow_plain: true，或改用 mqtts',
    'expected a loopback address such as 127.0.0.1; for an editor that other machines reach name cert and key, or write allow_plain: true beside it':
      '应为本机回环地址，例如 127.0.0.1；若要让其他机器打开编辑器，请写明 cert 和 key，或在旁边写 allow_plain: true',
    'expected an http or https address': '应为 http 或 https 地址',
    'expected https: ca, cert and key mean nothing without':
      '应为 https：否则 ca、cert 和 key 没有意义',
    'expected mqtt://host:port or mqtts://host:port': '应为 mqtt://主机:端口 或 mqtts://主机:端口',
    'expected mqtts:// when there is a certificate': '有证书时应为 mqtts://',
    'expected nothing behind the port': '端口之后不应有其他内容',
    'expected no user and password in it': '其中不应有用户名和密码',
    'expected a user for the password': '有密码时应写用户名',
    'expected both cert and key, or none': 'cert 和 key 应同时填写，或都不填',
    'expected both cert and key, or neither': 'cert 和 key 应同时填写，或都不填',
    'expected less than unresponsive_after': '应小于 unresponsive_after',
    'expected less than low': '应小于 low',
    'expected 64 to 8192, in MB': '应为 64 到 8192，单位 MB',
    'expected another name here': '应换一个名称',
    'expected a whole number': '应为整数',
    'expected at least one entry': '应至少有一项',
    'expected something else here': '这里应为别的内容',
    'expected another name: it is taken': '应换一个名称：该名称已被使用',
    'expected at least one pause': '应至少有一个间隔',
    'expected the name of a destination': '应为目的地的名称',
    'expected another destination than the first': '应为与首选不同的目的地',
    'expected the name of a file': '应为文件名',
    'expected the name of a field of the answer, such as code or result.code':
      '应为应答中的字段名，例如 code 或 result.code',
    'expected 1 to 20 values': '应有 1 到 20 个值',
    'expected 3 to 16 hex digits, in quotes': '应为 3 到 16 位十六进制数字，加引号',
    'expected two capital letters, in quotes if YAML reads them as another word':
      '应为两个大写字母，若 YAML 会把它读成别的词则加引号',
    'expected levels of A-Z a-z 0-9 . _ - with / between them, such as city/north':
      '应由 A-Z a-z 0-9 . _ - 组成各级名称，中间用 /，例如 city/north',
    'expected a list': '应为列表',
    'expected some text': '应为非空文字',
    'no route leads to it': '没有路由通向它',
    'no devices file, and no device in the registry: nobody can connect':
      '没有设备文件，登记库中也没有设备：没有设备可以连接',
    'no device in the devices file, and none in the registry: nobody can connect':
      '设备文件和登记库中都没有设备：没有设备可以连接',
    'what is there is no hash': '那里的内容不是哈希',
    'no certificate in PEM': '没有 PEM 格式的证书',
    'no certificates in PEM': '没有 PEM 格式的证书',
    'no private key in PEM': '没有 PEM 格式的私钥',
    'no such file': '没有这个文件',
    'is a folder, not a file': '是目录，不是文件',
    'an alias that leads nowhere, or to too much': '别名没有指向，或展开后过大',
    'is a file, not a folder': '是文件，不是目录',
    'lies in something that is not a folder': '上级路径不是目录',
    'this user may not read or write it': '当前用户无权读写',
    'the disk is full': '磁盘已满',
    'nothing is there': '那里没有内容',
    'this master key is not the one of the registry': '此主密钥不是该登记库的主密钥',
    'the gateway is of another version': '网关的版本不同',
  }),
);

/** Those with names and numbers in them, which stay. */
const PATTERNS: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [
    /^expected (?:an? )?(\w+), found (\w+)$/,
    (_, wanted, found) => `应为${typeOf(wanted)}，实为${typeOf(found)}`,
  ],
  [
    /^expected (\d+) lower-case hex digits, in quotes if all are decimal$/,
    '应为 $1 位小写十六进制数字，若全是十进制数字则加引号',
  ],
  [/^expected (\d+) hex digits$/, '应为 $1 位十六进制数字'],
  [/^expected (\d+) to (\d+) of (.+)$/, '应为 $1 到 $2 个字符，只能用 $3（不能用中文）'],
  [
    /^expected (at most|at least|less than|more than) (\S+?)( characters| entries)?$/,
    (_, bound = '', number, of = '') => `应${BOUND[bound]} ${number}${OF[of] ?? ''}`,
  ],
  [/^expected one of: (.+)$/, '应为其中之一：$1'],
  [
    /^expected a time with its unit, (?:from (\S+) to )?(\S+), such as (.+)$/,
    (_, least, most, examples = '') =>
      `应为带单位的时间，${least === undefined ? '' : `${least} 到 `}${most}，例如 ${examples.replaceAll(', ', '、').replace(' or ', ' 或 ')}`,
  ],
  [/^expected a whole number, (\S+) to (\S+)$/, '应为整数，$1 到 $2'],
  [/^expected more than the (\S+) of the step before$/, '应大于前一步的 $1'],
  [/^expected less than the (\S+) within which it is to be answered$/, '应小于应答时限 $1'],
  [/^expected no more than the (\S+) within which it is to be accepted$/, '不应大于受理时限 $1'],
  [
    /^not known: (.+)$/,
    (_, keys = '') => `没有这样的设置：${keys.replaceAll('(a strange key)', '（奇怪的名称）')}`,
  ],
  [/^there are no flows: write (`.+`) beside (`.+`)$/, '没有启用流程：请在 $2 旁边写 $1'],
  [/^(\d+) is the port of (\S+)$/, '$1 已是 $2 的端口'],
  [
    /^no destination is named (\S.*?)(?: \(did you mean (".*")\?\))?$/,
    (_, name, near) => `没有名为 ${name} 的目的地${meant(near)}`,
  ],
  [
    /^no device is in the group (\S.*?)(?: \(did you mean (".*")\?\))?$/,
    (_, name, near) => `没有设备属于组 ${name}${meant(near)}`,
  ],
  [
    /^no destination: what is (\w+) is kept, not forwarded$/,
    (_, key = '') => `没有目的地：${UNIT[key] ?? key}只保存，不转发`,
  ],
  [
    /^a red press may wait (\S+) before anybody hears that it was not accepted; more than (\S+) is unusual$/,
    '红键呼叫未被受理时，要过 $1 才会有人知道；超过 $2 不太常见',
  ],
  [
    /^a device sends a heartbeat every (\S+): one that is lost makes it silent after (\S+)$/,
    '设备每 $1 发送一次心跳：丢失一次，过 $2 就会被判为无声',
  ],
  [
    /^(".*") can not say (.+): they are not offered there$/,
    (_, name, what = '') =>
      `${name} 无法表达${UNIT[what.split(' ')[0] ?? ''] ?? '通知'}：不会送往那里`,
  ],
  [
    /^the certificate is good until (\S+) only: renew it, then reload$/,
    '证书有效期只到 $1：请更换证书，然后重新加载',
  ],
  [
    /^the certificate was good until (\S+): renew it, then reload$/,
    '证书已于 $1 到期：请更换证书，然后重新加载',
  ],
  [
    /^devices whose home has no sia_account \(3 to 16 hex digits\): (\d+)\. Their calls go out under the account of the destination, which doesn't tell whose they are$/,
    '住户没有 sia_account（3 到 16 位十六进制数字）的设备：$1 台。它们的呼叫以目的地的账号发出，无法看出是谁家的',
  ],
  [
    /^its devices were not looked at; what is said of groups and accounts is about the devices file only: (.+)$/,
    (_, why = '') =>
      `没有查看其中的设备；关于分组和账号的提示只针对设备文件：${lineInChinese(why)}`,
  ],
  [/^nothing in (.+)$/, (_, where = '') => `${placeOf(where)} 中没有内容`],
  [
    /^what is in (.+) is not (.+)$/,
    (_, where = '', what = '') => `${placeOf(where)} 中的内容不是${secretOf(what)}`,
  ],
  [/^not the key of the certificate in (.+)$/, '不是 $1 中证书的私钥'],
  [/^is missing, (.+) is not$/, '不存在，而 $1 存在'],
  [/^line (\d+), column (\d+): ([A-Z_]+)$/, '第 $1 行第 $2 列：$3'],
  [/^(\S+) is there twice$/, '$1 出现了两次'],
  [/^(\S+) is not there$/, '$1 不存在'],
  [/^(\S+) is there already$/, '$1 已经存在'],
];

const TYPES: Record<string, string> = {
  string: '文字',
  number: '数字',
  boolean: '是或否',
  array: '列表',
  object: '一组字段',

  int: '整数',
  record: '一组字段',
  null: '空值',
  nan: '非数字',
};
const BOUND: Record<string, string> = {
  'at most': '不超过',
  'at least': '不少于',
  'less than': '小于',
  'more than': '大于',
};
const OF: Record<string, string> = { ' characters': ' 个字符', ' entries': ' 项' };
const typeOf = (word = '') => TYPES[word] ?? word;
const meant = (near: string | undefined) => (near === undefined ? '' : `（是否指 ${near}？）`);
const secretOf = (what: string) =>
  what
    .replace('whsec_ and base64 of 24 to 64 bytes', ' whsec_ 加 24 到 64 字节的 base64')
    .replace(
      '32, 48 or 64 hex digits (AES-128, 192 or 256)',
      ' 32、48 或 64 位十六进制数字（AES-128、192 或 256）',
    )
    .replace(/^a text$/, '文字');

/** One finding's message; undefined when nobody has translated it. */
export function sentenceInChinese(message: string): string | undefined {
  const same = SENTENCES.get(message);
  if (same !== undefined) return same;
  for (const [pattern, chinese] of PATTERNS) {
    if (pattern.test(message)) return message.replace(pattern, chinese as string);
  }
  const parts = message.split('; or ');
  if (parts.length === 1) return undefined;
  return parts.map(lineInChinese).join('；或 ');
}

/** Lines of errors: after the place, which stays, the sentence; and what each code says to do. English stays. */
export function inLanguage(text: string, language: Language): string {
  return language === 'zh' ? text.split('\n').map(lineInChinese).join('\n') : text;
}

function lineInChinese(line: string): string {
  const code = /^(.+) \(([A-Z_]+)\)$/.exec(line)?.[2] as GatewayErrorCode | undefined;
  if (code !== undefined && line === `${GATEWAY_ERRORS[code]} (${code})`) {
    return `${GATEWAY_ERRORS_CHINESE[code]}（${code}）`;
  }
  // The place may hold colons of its own: the longest sentence at the end wins.
  for (let at = 0; at !== -1; at = nextPart(line, at)) {
    const found = sentenceInChinese(line.slice(at));
    if (found !== undefined) return placesIn(line.slice(0, at)) + found;
  }
  return line;
}

/** In front of a sentence: what isn't the name of a file or a path of the configuration. */
function placesIn(head: string): string {
  return head.split(': ').map(placeOf).join(': ');
}

function placeOf(place: string): string {
  if (place === 'master key') return '主密钥';
  if (place === '(whole file)') return '（整个文件）';
  return place
    .replace(/^environment variable (\S+)$/, '环境变量 $1')
    .replace(/^file (.+)$/, '文件 $1')
    .replace(/^line (\d+), column (\d+)$/, '第 $1 行第 $2 列');
}

/** Where the next part after a colon begins, or -1. */
function nextPart(line: string, from: number): number {
  const colon = line.indexOf(': ', from);
  return colon === -1 ? -1 : colon + 2;
}
