// What is wrong in a text that should be YAML. What stands there is never shown: it may hold a key.
import { inEach, type Sentence } from './sentence.ts';

export const YAML = {
  /** Behind what is said of a value: where it stands, and what was probably meant. */
  onLine: (line: number) => ({ en: ` (line ${line})`, zh: `（第 ${line} 行）` }),

  tab: {
    en: 'a tab: indent with spaces, two for each step',
    zh: '这里是制表符（Tab）：缩进请用空格，每级两个',
  },
  lookalike: (found: string, meant: Sentence | string) => ({
    en: `${found} is a full-width character: write ${inEach(meant).en}`,
    zh: `${found} 是全角字符：请写半角的 ${inEach(meant).zh}`,
  }),
  colonAndSpace: { en: '":" and a space', zh: '“:” 加一个空格' },
  oddSpace: {
    en: 'a space of another kind (full-width, or one that does not break): write plain spaces',
    zh: '这里是另一种空格（全角空格或不换行空格）：请用普通空格',
  },
  noSpace: {
    en: 'a space is missing after the colon: write "name: value"',
    zh: '冒号后面缺少空格：请写成 “name: value”',
  },
  noColon: {
    en: 'a name without ": " after it: write "name: value"',
    zh: '名称后面没有 “: ”：请写成 “name: value”',
  },
  twoColons: {
    en: 'a second ": " in the line: put the value in quotes, or the second name on a line of its own',
    zh: '一行里有第二个 “: ”：请给值加引号，或把第二个名称另起一行',
  },
  underValue: {
    en: 'indented under a line that has a value already: begin where the line above begins',
    zh: '上一行已经有值，这一行不能再缩进：请与上一行对齐',
  },
  indent: {
    en: 'does not begin where the lines that it belongs to begin: indent them alike',
    zh: '缩进与同级的行不一致：请对齐',
  },
  quote: {
    en: 'the quote that begins here is not closed',
    zh: '从这里开始的引号没有关闭',
  },
  bracket: {
    en: 'the { or [ that begins here is not closed, or a line in it is not indented',
    zh: '从这里开始的 { 或 [ 没有关闭，或其中有一行没有缩进',
  },
  inBrackets: {
    en: 'within { } or [ ] a comma or a closing bracket is missing before this',
    zh: '在 { } 或 [ ] 中，这里之前缺少逗号或右括号',
  },
  behind: {
    en: 'nothing can stand here, behind the end of a value: put the whole value in quotes',
    zh: '值已经结束，后面不能再有内容：请给整个值加引号',
  },
  escape: {
    en: 'a backslash within double quotes: write it twice, or use single quotes',
    zh: '双引号里有反斜杠：请写两个，或改用单引号',
  },
  firstCharacter: {
    en: 'a value can not begin with this character: put it in quotes',
    zh: '值不能以这个字符开头：请加引号',
  },
  comment: {
    en: 'a space is missing before the # of a comment',
    zh: '注释的 # 前面缺少空格',
  },
  twice: {
    en: 'this name stands here for the second time: keep one of them',
    zh: '这个名称在同一处出现了第二次：请只保留一个',
  },
  documents: {
    en: 'a file holds one document: take away this line of ---',
    zh: '一个文件只能有一份文档：请删去这一行 ---',
  },
  other: {
    en: 'this can not be read as YAML: compare it with the example',
    zh: '这里不是正确的 YAML：请对照示例',
  },
};
