// What can be wrong with files, and with what is in them: YAML, secrets, certificates, the devices file.
import { inEach, type Sentence } from './sentence.ts';

export const FILES = {
  missing: { en: 'no such file', zh: '没有这个文件' },
  isFolder: { en: 'is a folder, not a file', zh: '是目录，不是文件' },
  isFile: { en: 'is a file, not a folder', zh: '是文件，不是目录' },
  inNoFolder: { en: 'lies in something that is not a folder', zh: '上级路径不是目录' },
  denied: { en: 'this user may not read or write it', zh: '当前用户无权读写' },
  full: { en: 'the disk is full', zh: '磁盘已满' },

  notUtf8: (line: number, isChinese: boolean) => ({
    en: `line ${line}: ${isChinese ? 'characters in GBK (GB 18030)' : 'bytes that are no characters'}: save the file as UTF-8`,
    zh: `第 ${line} 行：${isChinese ? '字符编码是 GBK（GB 18030）' : '其中有不是字符的字节'}：请把文件另存为 UTF-8`,
  }),
  utf16: {
    en: 'is in UTF-16: save the file as UTF-8',
    zh: '是 UTF-16 编码：请把文件另存为 UTF-8',
  },
  nul: (line: number) => ({
    en: `line ${line}: a NUL character: save the file as text in UTF-8`,
    zh: `第 ${line} 行：有 NUL 字符：请把文件另存为 UTF-8 文本`,
  }),

  yaml: (line: number, column: number, what: Sentence | string) => ({
    en: `line ${line}, column ${column}: ${inEach(what).en}`,
    zh: `第 ${line} 行第 ${column} 列：${inEach(what).zh}`,
  }),
  alias: {
    en: 'an alias that leads nowhere, or to too much',
    zh: '别名没有指向，或展开后过大',
  },

  inVariable: (name: string) => ({ en: `environment variable ${name}`, zh: `环境变量 ${name}` }),
  inFile: (path: string) => ({ en: `file ${path}`, zh: `文件 ${path}` }),
  masterKey: { en: 'master key', zh: '主密钥' },
  otherMasterKey: {
    en: 'this master key is not the one of the registry',
    zh: '此主密钥不是该登记库的主密钥',
  },
  unfinished: (command: string) => ({
    en: `this was cut off before its end, repeat it: ${command}`,
    zh: `此命令中途被打断，请重新执行：${command}`,
  }),
  empty: { en: 'nothing is there', zh: '那里没有内容' },
  nothingIn: (place: Sentence) => ({ en: `nothing in ${place.en}`, zh: `${place.zh} 中没有内容` }),
  notIn: (place: Sentence, what: Sentence) => ({
    en: `what is in ${place.en} is not ${what.en}`,
    zh: `${place.zh} 中的内容不是${what.zh}`,
  }),
  webhookSecret: {
    en: 'whsec_ and base64 of 24 to 64 bytes',
    zh: ' whsec_ 加 24 到 64 字节的 base64',
  },
  aesKey: {
    en: '32, 48 or 64 hex digits (AES-128, 192 or 256)',
    zh: ' 32、48 或 64 位十六进制数字（AES-128、192 或 256）',
  },
  text: { en: 'a text', zh: '文字' },
  noHash: { en: 'what is there is no hash', zh: '那里的内容不是哈希' },

  noCertificate: { en: 'no certificate in PEM', zh: '没有 PEM 格式的证书' },
  noCertificates: { en: 'no certificates in PEM', zh: '没有 PEM 格式的证书' },
  noPrivateKey: { en: 'no private key in PEM', zh: '没有 PEM 格式的私钥' },
  otherKey: (certificate: string) => ({
    en: `not the key of the certificate in ${certificate}`,
    zh: `不是 ${certificate} 中证书的私钥`,
  }),
  aloneThere: (other: string) => ({
    en: `is missing, ${other} is not`,
    zh: `不存在，而 ${other} 存在`,
  }),

  notThere: (name: string) => ({ en: `${name} is not there`, zh: `${name} 不存在` }),
  twice: (name: string) => ({ en: `${name} is there twice`, zh: `${name} 出现了两次` }),
  isThere: (name: string) => ({ en: `${name} is there already`, zh: `${name} 已经存在` }),
};
