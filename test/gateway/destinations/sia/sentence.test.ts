// What an alarm receiver is told of each event: code, qualifier, partition, zone, account. And never a word about a person.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_WORDS,
  EVENT_NAMES,
  type EventName,
  severitiesOf,
} from '#gateway/destinations/sia/events.ts';
import {
  extendedOf,
  type SentenceOptions,
  sentenceOf,
} from '#gateway/destinations/sia/sentence.ts';
import { CONDITIONS, type Condition } from '#gateway/domain/condition.ts';
import type { Delivery } from '#gateway/domain/ports/destination.ts';
import {
  caseOf,
  deliveryOf,
  greenOf,
  missedDeadlineOf,
  PERSONAL_DATA,
  testPressOf,
} from '#test/contract/deliveries.ts';
import { atHome } from './setting.ts';

const OPTIONS: SentenceOptions = { account: 'ABC', events: {}, extended: [] };

/** In both formats, without the account before the bar. */
function said(delivery: Delivery, options: Partial<SentenceOptions> = {}) {
  const { data } = sentenceOf(delivery, { ...OPTIONS, ...options }) ?? {};
  return data && [data['ADM-CID'], data['SIA-DCS']].map((one) => one?.split('|')[1]);
}

const account = (delivery: Delivery) => sentenceOf(delivery, OPTIONS)?.account;
const opened = (condition: Condition) => caseOf({ condition });
const over = (condition: Condition) => caseOf({ condition, event: 'restored' });

describe('an event is said', () => {
  it.each<[what: string, delivery: Delivery, cid: string | undefined, sia: string | undefined]>([
    ['a red press', deliveryOf(1), '1101 00 001', 'NQA001'],
    [
      'a red press that joins a call',
      deliveryOf(2, { press: { ...deliveryOf(2).press, joined: true } }),
      '1101 00 001',
      'NQA001',
    ],
    ['a green press', greenOf(1), '1150 00 001', 'NUA001'],
    ['a test press', testPressOf(1), '1601 00 001', 'NRX001'],
    ['a missed limit', missedDeadlineOf(), '1354 00 001', 'NYS001'],
    ['offline', opened('offline'), '1350 00 001', 'NYC001'],
    ['offline no more', over('offline'), '3350 00 001', 'NYK001'],
    ['silent', opened('silent'), '1381 00 001', 'NYS001'],
    ['silent no more', over('silent'), '3381 00 001', 'NYK001'],
    ['low battery', opened('battery_low'), '1302 00 001', 'NYT001'],
    ['low battery no more', over('battery_low'), '3302 00 001', 'NYR001'],
    ['almost empty battery', opened('battery_critical'), '1311 00 001', 'NYM001'],
    ['almost empty battery no more', over('battery_critical'), '3311 00 001', 'NYR001'],
    ['no mains', opened('mains_lost'), '1301 00 001', 'NAT001'],
    ['mains again', over('mains_lost'), '3301 00 001', 'NAR001'],
    ['a fault', opened('fault'), '1300 00 001', 'NYX001'],
    ['no fault any more', over('fault'), '3300 00 001', 'NYZ001'],
  ])('%s', (_, delivery, cid, sia) => {
    expect(said(delivery)).toEqual([cid, sia]);
  });

  it('not at all when receivers have no words for it: a connection that comes and goes, a case that goes on, how far a call is', () => {
    const progress: Delivery = {
      kind: 'notice',
      notice: {
        kind: 'progress',
        id: 'progress/CB-1.1.1/answered',
        at: 1,
        group: '',
        test: false,
        callId: 'CB-1.1.1',
        deviceId: 'CB-1',
        key: 'red',
        stage: 'answered',
        openedAt: 0,
      },
      homes: {},
    };
    for (const delivery of [
      opened('flapping'),
      over('flapping'),
      caseOf({ event: 'changed' }),
      progress,
    ]) {
      expect(said(delivery)).toBeUndefined();
    }
  });

  it.each([
    'alarm-receivers.md',
    'alarm-receivers.zh-CN.md',
  ])('as the table of the guide %s says', async (name) => {
    const guide = await readFile(
      new URL(`../../../../docs/guides/${name}`, import.meta.url),
      'utf8',
    );
    const rows = [
      ...guide.matchAll(/^\| `(\w+)` \|[^|]*\| ([\d—]+) \| ([A-Z—]+) \| ([A-Z—]+) \|/gm),
    ];
    const table = Object.fromEntries(rows.map(([, name, ...words]) => [name, words]));
    const dash = (word: string | number | undefined) => (word === undefined ? '—' : String(word));
    const real = EVENT_NAMES.map((name): [EventName, string[]] => {
      const { cid, sia, sia_restored } = DEFAULT_WORDS[name] ?? {};
      return [name, [dash(cid), dash(sia), dash(sia_restored)]];
    });
    expect(table).toEqual(Object.fromEntries(real));
  });

  it('otherwise when the configuration says so, and what it leaves out stays', () => {
    const events = {
      red: { cid: 100, sia: 'MA' },
      green: { partition: 3, zone: 42 },
      flapping: { cid: 344, sia: 'XQ', sia_restored: 'XH' },
    };
    expect(said(deliveryOf(1), { events })).toEqual(['1100 00 001', 'NMA001']);
    expect(said(greenOf(1), { events })).toEqual(['1150 03 042', 'Nri3/UA042']);
    expect(said(opened('flapping'), { events })).toEqual(['1344 00 001', 'NXQ001']);
    expect(said(over('flapping'), { events })).toEqual(['3344 00 001', 'NXH001']);
  });

  it('not at all when the configuration says off', () => {
    expect(said(missedDeadlineOf(), { events: { breach: 'off' } })).toBeUndefined();
  });

  it('in the one format in which there are words', () => {
    const events = { flapping: { cid: 344 }, silent: { zone: 9 } };
    expect(said(opened('flapping'), { events })).toEqual(['1344 00 001', undefined]);
    expect(said(over('flapping'), { events: { flapping: { sia: 'XQ' } } })).toBeUndefined();
  });
});

describe('the severities that are carried at all', () => {
  it('are all by default, and those that have words otherwise', () => {
    expect(severitiesOf({})).toEqual(['red', 'green', 'status']);
    const conditions = Object.fromEntries(
      Object.keys(CONDITIONS).map((key) => [key, 'off' as const]),
    );
    expect(severitiesOf({ ...conditions, breach: 'off', green: 'off' })).toEqual(['red']);
  });
});

describe('the account', () => {
  it("is the home's, in capital letters", () => {
    expect(account(atHome(1, { sia_account: '12ab' }))).toBe('12AB');
    expect(sentenceOf(atHome(1), OPTIONS)?.data['ADM-CID']).toBe('#1234|1101 00 001');
  });

  it('is that of the destination when the home has none, or none that is one: the call goes out all the same', () => {
    for (const home of [
      {},
      { sia_account: '' },
      { sia_account: '12' },
      { sia_account: 'Maria' },
      { sia_account: '12345678901234567' },
    ]) {
      expect(account(atHome(1, home as Record<string, string>))).toBe('ABC');
    }
  });

  it("of a notice about one device is its home's", () => {
    const homes = { 'CB-1': { reference: '', sia_account: '1234' } };
    expect(account({ ...caseOf(), homes })).toBe('1234');
    expect(account({ ...missedDeadlineOf(), homes })).toBe('1234');
  });

  it('of a notice about many, or about a group, is that of the destination, with zone 000', () => {
    const homes = { 'CB-1': { reference: '', sia_account: '1234' } };
    for (const delivery of [
      caseOf({ deviceIds: ['CB-1', 'CB-2'] }),
      caseOf({ deviceIds: [] }),
      caseOf({ caseId: 'case/group:street-1/offline/7', event: 'restored' }),
    ]) {
      expect(account({ ...delivery, homes })).toBe('ABC');
      expect(said({ ...delivery, homes })?.[0]).toMatch(/ 000$/);
    }
  });
});

describe('the zone', () => {
  it("is the home's, so that of two buttons in one home each has its own", () => {
    expect(said(atHome(1, { sia_zone: '7' }))).toEqual(['1101 00 007', 'NQA007']);
  });

  it('is 001 when the home has none, or none that is one', () => {
    for (const sia_zone of ['', '1234', '-1', 'kitchen']) {
      expect(said(atHome(1, { sia_zone }))?.[0]).toBe('1101 00 001');
    }
  });
});

describe('the optional blocks', () => {
  const press = deliveryOf(1, { press: { ...deliveryOf(1).press, ageMs: 65_000 } });
  const sentence = (delivery: Delivery) => {
    const found = sentenceOf(delivery, OPTIONS);
    if (!found) throw new Error('not said');
    return found;
  };

  it('are none unless they are asked for', () => {
    expect(extendedOf(sentence(press), [], 0)).toEqual([]);
  });

  it("are the id, which holds the device_id, and when it happened, by the receiver's clock", () => {
    expect(extendedOf(sentence(press), ['time', 'id'], 3_600_000)).toEqual([
      'ICB-1/1/1',
      'H04:03:00,01-02-2026',
    ]);
    expect(extendedOf(sentence(caseOf()), ['id'], 0)).toEqual(['Icase/7/1']);
  });

  it('hold no character that would end them, and no more than they may', () => {
    const [block = ''] = extendedOf(
      sentence(caseOf({ id: `a]b[c|d^e\rf\u4e2d${'x'.repeat(300)}` })),
      ['id'],
      0,
    );
    expect(block).toMatch(/^Ia_b_c_d_e_f_x+$/);
    expect(block.length).toBeLessThanOrEqual(201);
  });
});

it('nothing that is said holds personal data', () => {
  for (const delivery of [deliveryOf(1), greenOf(1), missedDeadlineOf(), caseOf()]) {
    const found = sentenceOf(delivery, OPTIONS);
    expect(JSON.stringify([found, found && extendedOf(found, ['id', 'time'], 0)])).not.toMatch(
      PERSONAL_DATA,
    );
  }
});
