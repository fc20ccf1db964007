// Mistakes of people in YAML: each is told in a sentence in both languages, with the line where it was made.
import { describe, expect, it, test, vi } from 'vitest';
import { YAML } from '#gateway/messages/yaml.ts';
import { parseYaml, placeIn, YamlMistake } from '#gateway/system/yaml.ts';

function mistakesIn(text: string): string[] {
  try {
    parseYaml(text);
  } catch (error) {
    expect(error).toBeInstanceOf(YamlMistake);
    return (error as YamlMistake).sentences.map(({ en, zh }) => {
      expect(zh).toMatch(/^第 \d+ 行第 \d+ 列：.*\p{Script=Han}/u);
      expect(`${en}${zh}`).not.toMatch(/[A-Z]{3,}_[A-Z]|hunter2/);
      return en;
    });
  }
  return [];
}

const colon = YAML.lookalike('：', YAML.colonAndSpace).en;

describe('a mistake in YAML is told with its line and what to write:', () => {
  const mistakes: [what: string, yaml: string, line: number, sentence: string][] = [
    ['a full-width colon at the top', 'log：info\nname: x\n', 1, colon],
    ['a full-width colon in the middle', 'log: info\nname：hunter2\ndata: x\n', 2, colon],
    ['a full-width colon before a section', 'log: info\nmqtt：\n  port: 1\n', 2, colon],
    ['a full-width colon at the end of a section', 'mqtt:\n  host: x\n  port：1\n', 3, colon],
    ['a full-width colon with CRLF', 'a: 1\r\nb：2\r\nc: 3\r\n', 2, colon],
    ['a full-width colon behind a quoted name', '"a"： 1\n', 1, colon],
    ['a full-width bracket', 'a: { b: 1 ｝\nc: 1\n', 1, YAML.lookalike('｝', '}').en],
    ['a full-width comma', 'mqtt: { host: x， port: 1 }\n', 1, YAML.lookalike('，', ',').en],
    ['full-width quotes', 'a: 1\nb: “x: y”\n', 2, YAML.lookalike('“', '"').en],
    ['a tab', 'mqtt:\n\tport: 1\n', 2, YAML.tab.en],
    ['a missing space', 'mqtt:\n  port:1883\n  host: x\n', 2, YAML.noSpace.en],
    ['a missing space at the end', 'mqtt:\n  host: x\n  port:1883\n', 3, YAML.noSpace.en],
    ['no colon', 'name = hunter2\nlog: x\n', 1, YAML.noColon.en],
    ['two colons', 'log: info\na: hunter2: c\n', 2, YAML.twoColons.en],
    ['a line that is indented too far', 'mqtt:\n  host: x\n   port: 1\n', 3, YAML.underValue.en],
    ['a section under a value', 'mqtt: off\n  port: 1\n', 2, YAML.underValue.en],
    ['a line that is indented too little', 'mqtt:\n   host: x\n  port: 1\n', 3, YAML.indent.en],
    ['a first line that is indented', ' a: 1\nb: 2\n', 2, YAML.indent.en],
    ['an open quote', 'x: 1\nlog: "info\nname: hunter2\ndata: y\n', 2, YAML.quote.en],
    ['an open single quote', "x: 1\nlog: 'info\nname: x\n", 2, YAML.quote.en],
    ['an open bracket', 'x: 1\na: [x, { y: 1 }\nb: 1\n', 2, YAML.bracket.en],
    ['an open brace at the end', 'x: 1\na: { x: 1\n', 2, YAML.bracket.en],
    ['a closing bracket too much', 'a: { x: 1 } }\nb: 1\n', 1, YAML.behind.en],
    ['something behind a quote', 'a: "x" hunter2\n', 1, YAML.behind.en],
    ['a path of Windows', 'a: "C:\\data"\n', 1, YAML.escape.en],
    ['a value with @', 'a: 1\nb: @hunter2\n', 2, YAML.firstCharacter.en],
    ['a name twice', 'a: 1\nb: 2\na: hunter2\n', 3, YAML.twice.en],
    ['two documents', 'a: 1\n---\nb: 2\n', 2, YAML.documents.en],
    ['a comment without its space', 'a: "x"# c\n', 1, YAML.comment.en],
    ['a star', 'a: 1\nb: *hunter2\n', 2, 'an alias that leads nowhere, or to too much'],
  ];
  for (const [what, yaml, line, sentence] of mistakes) {
    it(what, () => {
      const found = mistakesIn(yaml);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(new RegExp(`^line ${line}, column \\d+: `));
      expect(found[0]?.endsWith(`: ${sentence}`)).toBe(true);
    });
  }
});

test('all mistakes in YAML are told in one pass, one a line, in the order of the lines', () => {
  const found = mistakesIn('a: b: c\nd：e\ng:\n\tg: 1\nh: @x\ni: "\\q"\n');
  expect(found.map((sentence) => sentence.replace(/, .*/, ''))).toEqual([
    'line 1',
    'line 2',
    'line 4',
    'line 5',
    'line 6',
  ]);
});

test('a text that is full of mistakes is told by its first hundred, and holds up nobody', () => {
  for (const yaml of [`a:\n${'\tb: 1\n'.repeat(20_000)}`, 'a: [\n'.repeat(2_000)]) {
    const { length } = mistakesIn(yaml);
    expect(length).toBeGreaterThan(10);
    expect(length).toBeLessThanOrEqual(100);
  }
});

test('what stands in a text is in no warning either: braces in braces can hold a key', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  parseYaml('devices:\n  - {{ key: hunter2 }}\n');
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('a list of devices in one line that was cut off or has a slip is told in about the time of reading it', () => {
  const entry =
    '{"device_id":"CB-0001","key":"00","group":"north","home":{"reference":"4711","name":"王"}}';
  const entries = Array.from({ length: 8_000 }, () => entry).join(',');
  const tookMs = (work: () => void) => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  // With a comma at its end it is no JSON, and good YAML.
  const readMs = tookMs(() => parseYaml(`{"devices":[${entries},]}`));
  for (const json of [`{"devices":[${entries}`, `{"devices":[${entry}${entries}]}`]) {
    // With a character that is not Latin it took many times as long: from each bracket the rest of the line was searched.
    expect(tookMs(() => expect(mistakesIn(json)).toHaveLength(1))).toBeLessThan(4 * readMs);
  }
});

test('a text with full-width characters of its own, quoted or in a comment, is no mistake', () => {
  for (const yaml of [
    'a: 地址：北京，“朝阳”\n',
    'a: "x：y"\n',
    '# 说明：x\na: 1\n',
    'a: 1 # 端口：1\n',
  ]) {
    expect(mistakesIn(yaml)).toEqual([]);
    expect(placeIn(parseYaml(yaml), 'a')).toMatchObject({
      en: expect.stringMatching(/^ \(line \d\)$/),
    });
  }
});

describe('the place of a value', () => {
  const placeOf = (yaml: string, path: string) =>
    (placeIn(parseYaml(yaml), path) as { en?: string }).en;
  const yaml = 'a:\n  - b: 1\n    c.d: 2\n  - b: 3\ne: { f: 4,\n  g: 5 }\n';

  it('is the line of its name, also in lists, in braces and with dots in names', () => {
    expect(placeOf(yaml, 'a[0].b')).toBe(' (line 2)');
    expect(placeOf(yaml, 'a[0].c.d')).toBe(' (line 3)');
    expect(placeOf(yaml, 'a[1]')).toBe(' (line 4)');
    expect(placeOf(yaml, 'e.g')).toBe(' (line 6)');
  });

  it('is that of what it is missing in', () => {
    expect(placeOf(yaml, 'a[1].x.y')).toBe(' (line 4)');
    expect(placeOf(yaml, 'a[7].x')).toBe(' (line 1)');
    expect(placeOf('# nothing\n', 'a')).toBeUndefined();
  });

  it('says what the hand slipped on, where YAML took it as a text or a name', () => {
    expect(placeOf('mqtt:\n  port：1883\n', 'mqtt')).toBe(` (line 2): ${colon}`);
    expect(placeOf('a:\n  平台：{ b: 1 }\n', 'a.x')).toBe(` (line 1)`);
    expect(placeOf('a:\n  平台：{ b: 1 }\n', 'a.平台：{ b')).toBe(` (line 2): ${colon}`);
    expect(placeOf('mqtt:\n  port:1883\n', 'mqtt')).toBe(` (line 2): ${YAML.noSpace.en}`);
    expect(placeOf('mqtt:\n　　port: 1\n', '　　port')).toBe(` (line 2): ${YAML.oddSpace.en}`);
    expect(placeOf('mqtt:\n\u00a0\u00a0port: 1\n', '\u00a0\u00a0port')).toContain('plain spaces');
    expect(placeOf('mqtt: { host：x， port：1 }\n', 'mqtt.host：x， port：1')).toBe(
      ` (line 1): ${colon}`,
    );
  });

  it('is that of JSON too, unless it is as long as only programs write it', () => {
    expect(placeOf('{\n "a": 1,\n "b": 2 }', 'b')).toBe(' (line 3)');
    expect(placeIn(parseYaml(`{"a":"${'x'.repeat(1_000_001)}"}`), 'a')).toBe('');
  });
});
