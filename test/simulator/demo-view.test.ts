// The rows of the demo: figures with units, in both languages, each in its column.
import { expect, it } from 'vitest';
import { textsIn } from '#gateway/messages/sentence.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { DEMO } from '#simulator/demo-texts.ts';
import { DemoView, heading } from '#simulator/demo-view.ts';
import type { SeenPress } from '#simulator/home.ts';
import { LIGHT } from '#simulator/light.ts';
import { widthOf } from '#simulator/view/frame.ts';

function shown(language: 'en' | 'zh', key: SeenPress['key']): string {
  const written: string[] = [];
  const out = { isTTY: false, write: (text: string) => written.push(text) };
  const view = new DemoView(out as never, textsIn(DEMO, language));
  const press = {
    deviceId: 'HOME-01',
    key,
    pressedAt: 1_000,
    storedAt: 1_005.94,
    acceptedAt: 1_019,
  };
  view.show(press as SeenPress, '');
  view.show({ ...press } as SeenPress, '');
  Object.assign(press, { answeredAt: 3_040 });
  view.show(press as SeenPress, LIGHT.answered[language]);
  return written.join('');
}

it('each time of a row has its unit', () => {
  expect(shown('en', KEY_RED)).toMatch(/ HOME-01 +red +5\.94 ms +19\.0 ms +2\.04 s somebody is/);
  expect(shown('zh', KEY_GREEN)).toMatch(
    / HOME-01 +绿键 +5\.94 ms +19\.0 ms +2\.04 s 有人在处理\n$/,
  );
});

it('in 中文 the heads stand above their columns, and nothing of the demo is English', () => {
  for (const language of ['en', 'zh'] as const) {
    const [, names = ''] = heading(textsIn(DEMO, language)).split('\n');
    const end = (text: string, of: string) =>
      widthOf(text.slice(0, text.indexOf(of))) + widthOf(of);
    const row = shown(language, KEY_GREEN);
    expect(end(row, '5.94 ms')).toBe(end(names, DEMO.heading(1, 3)[language]));
    expect(end(row, '2.04 s')).toBe(end(names, DEMO.heading(1, 5)[language]));
  }
  const texts = textsIn(DEMO, 'zh');
  const { start, counts, stored, accepted, answered, lookAt, heading: head } = texts;
  const none = { presses: 1, stored: 1, accepted: 1, answered: 1, lost: 0, doubled: 0, untrue: 0 };
  const all = [
    start({ mqtt: 1, http: 2, desk: '', homes: 3 }),
    texts.login(''),
    texts.noDesk(''),
    texts.another,
    texts.noLogin,
    counts(none),
    stored,
    accepted,
    answered,
    lookAt(''),
    ...Array.from({ length: 7 }, (_, column) => head(1, column)),
  ].join(' ');
  expect(all.replaceAll(/MQTT|HTTP|Ctrl-C/g, '')).not.toMatch(/[A-Za-z]/);
});
