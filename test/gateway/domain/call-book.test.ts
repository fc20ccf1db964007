// The book of open calls: which call a press opens or joins.
import { describe, expect, it } from 'vitest';
import { advanceCall, type CallStage } from '#gateway/domain/call.ts';
import { CallBook } from '#gateway/domain/call-book.ts';
import type { Press } from '#gateway/domain/press.ts';
import { call, HOUR, MINUTE, press, T0 } from '../presses.ts';

function bookWith(...presses: Partial<Press>[]): CallBook {
  const book = new CallBook();
  for (const changes of presses) book.markStored(book.assign(press(changes)).press);
  return book;
}

function move(book: CallBook, callId: string, stage: CallStage): void {
  const found = book.find(callId);
  if (found === undefined) throw new Error(`no call ${callId}`);
  book.update(advanceCall(found, stage, T0));
}

describe('a press', () => {
  it('opens a call when none is open', () => {
    const { press: first, call: opened } = new CallBook().assign(press());
    expect(first).toMatchObject({ callId: 'CB-1.1.1', joined: false });
    expect(opened).toMatchObject({ callId: 'CB-1.1.1', stage: 'stored' });
    expect(opened).not.toHaveProperty('formerCallId');
  });

  it('joins the open call of its key, which then covers it', () => {
    const { press: second, call: joined } = bookWith({}).assign(press({ seq: 2 }));
    expect(second).toMatchObject({ callId: 'CB-1.1.1', joined: true });
    expect(joined.latest).toEqual({ bootId: 1, seq: 2 });
  });

  it('joins also after a reboot of the device', () => {
    const { press: second } = bookWith({}).assign(press({ bootId: 2, seq: 1 }));
    expect(second).toMatchObject({ callId: 'CB-1.1.1', joined: true });
  });

  it('that is older than the latest joins without becoming the latest', () => {
    const { press: older, call: joined } = bookWith({ seq: 9 }).assign(press({ seq: 3 }));
    expect(older).toMatchObject({ callId: 'CB-1.1.9', joined: true });
    expect(joined.latest).toEqual({ bootId: 1, seq: 9 });
  });

  it('of the red key opens a red call while a green one is open', () => {
    const { press: red } = bookWith({ key: 'green' }).assign(press({ seq: 2, key: 'red' }));
    expect(red).toMatchObject({ callId: 'CB-1.1.2', joined: false, key: 'red' });
  });

  it('of the green key never joins a red call', () => {
    const { press: green } = bookWith({ key: 'red' }).assign(press({ seq: 2, key: 'green' }));
    expect(green).toMatchObject({ callId: 'CB-1.1.2', joined: false });
  });

  it('never joins the call of another device', () => {
    const { press: other } = bookWith({}).assign(press({ deviceId: 'CB-2', seq: 2 }));
    expect(other).toMatchObject({ callId: 'CB-2.1.2', joined: false });
  });

  it('made as a test never joins a real call', () => {
    const { press: test, call: opened } = bookWith({}).assign(press({ seq: 2, test: true }));
    expect(test.joined).toBe(false);
    expect(opened).toMatchObject({ callId: 'CB-1.1.2', test: true });
    expect(opened).not.toHaveProperty('formerCallId');
  });

  it('that is real never joins a test call', () => {
    const { press: real, call: opened } = bookWith({ test: true }).assign(press({ seq: 2 }));
    expect(real.joined).toBe(false);
    expect(opened.test).toBe(false);
  });

  for (const stage of ['answered', 'dispatched', 'closed'] as const) {
    it(`after the call was ${stage} opens a new call that names the former`, () => {
      const book = bookWith({});
      move(book, 'CB-1.1.1', stage);
      const { press: later, call: opened } = book.assign(press({ seq: 2 }));
      expect(later).toMatchObject({ callId: 'CB-1.1.2', joined: false });
      expect(opened.formerCallId).toBe('CB-1.1.1');
    });
  }

  it('after the call was closed and forgotten still names it as the former', () => {
    const book = bookWith({});
    move(book, 'CB-1.1.1', 'closed');
    book.drop(book.find('CB-1.1.1') ?? call());
    expect(book.assign(press({ seq: 2 })).call.formerCallId).toBe('CB-1.1.1');
  });

  it('after 10 min of an unanswered red call opens a new one that names the former', () => {
    const late = press({ seq: 2, receivedAt: T0 + 10 * MINUTE + 1 });
    expect(bookWith({}).assign(late).call).toMatchObject({
      callId: 'CB-1.1.2',
      formerCallId: 'CB-1.1.1',
    });
  });

  it('joins the newest open call by its presses, in whatever order they were restored', () => {
    const older = call({}, { seq: 1, receivedAt: T0 + HOUR });
    const newer = call({}, { seq: 5 });
    for (const calls of [
      [older, newer],
      [newer, older],
    ]) {
      const book = new CallBook();
      for (const known of calls) book.restore(known);
      expect(book.assign(press({ seq: 9 })).press.callId).toBe('CB-1.1.5');
      expect(book.newestOpenOf('CB-1').map(({ callId }) => callId)).toEqual(['CB-1.1.5']);
    }
  });

  it('that opened an open call can only be a copy: it never takes that call back', () => {
    const book = bookWith({});
    move(book, 'CB-1.1.1', 'answered');
    const copy = book.assign(press());
    expect(copy).toMatchObject({ press: { callId: 'CB-1.1.1' }, call: { stage: 'answered' } });
    expect(book.find('CB-1.1.1')?.stage).toBe('answered');
  });

  it('joins a call that was open when the gateway ended', () => {
    const book = new CallBook();
    book.restore(call());
    expect(book.assign(press({ seq: 2 })).press).toMatchObject({ callId: 'CB-1.1.1' });
  });
});

describe('a press whose journalling failed', () => {
  it('keeps its call when it comes again, although that was answered meanwhile', () => {
    const book = bookWith({});
    const unstored = book.assign(press({ seq: 2 }));
    book.rememberUnstored(unstored, unstored.press.receivedAt);
    move(book, 'CB-1.1.1', 'answered');
    expect(book.assign(press({ seq: 2 })).press).toEqual(unstored.press);
  });

  it('keeps its call when it comes again, although that was closed meanwhile', () => {
    const book = bookWith({});
    const unstored = book.assign(press({ seq: 2 }));
    book.rememberUnstored(unstored, unstored.press.receivedAt);
    move(book, 'CB-1.1.1', 'closed');
    book.drop(book.find('CB-1.1.1') ?? call());
    const again = book.assign(press({ seq: 2 }));
    expect(again.press).toEqual(unstored.press);
    expect(again.call.callId).toBe('CB-1.1.1');
    expect(book.newestOpenOf('CB-1')).toEqual([]);
  });

  it('is like any other press once it is stored', () => {
    const book = new CallBook();
    const unstored = book.assign(press());
    book.rememberUnstored(unstored, unstored.press.receivedAt);
    book.markStored(unstored.press);
    move(book, 'CB-1.1.1', 'closed');
    book.drop(book.find('CB-1.1.1') ?? call());
    expect(book.find('CB-1.1.1')).toBeUndefined();
    expect(book.assign(press({ seq: 2 })).press.joined).toBe(false);
  });
});

describe('presses that are never stored', () => {
  const DAY = 24 * HOUR;
  const unstored = (book: CallBook, changes: Partial<Press>) => {
    const assignment = book.assign(press(changes));
    book.rememberUnstored(assignment, assignment.press.receivedAt);
    return assignment.call;
  };

  it('are forgotten after a day, with a green call that was never more than that', () => {
    const book = new CallBook();
    const call = unstored(book, { key: 'green' });
    unstored(book, { deviceId: 'CB-2', receivedAt: T0 + DAY });
    expect(book.isUnstored(press())).toBe(true);
    expect(book.find(call.callId)).toBeDefined();
    unstored(book, { deviceId: 'CB-3', receivedAt: T0 + DAY + 1 });
    expect(book.isUnstored(press())).toBe(false);
    expect(book.find(call.callId)).toBeUndefined();
    expect(book.isUnstored(press({ deviceId: 'CB-2' }))).toBe(true);
  });

  it('are kept when they are red and on their way, until their call is closed', () => {
    const book = new CallBook();
    const call = unstored(book, {});
    unstored(book, { deviceId: 'CB-2', receivedAt: T0 + 2 * DAY });
    expect(book.isUnstored(press())).toBe(true);
    book.drop(call);
    unstored(book, { deviceId: 'CB-3', receivedAt: T0 + 2 * DAY });
    expect(book.isUnstored(press())).toBe(false);
  });
});

describe('the calls that a light has to know', () => {
  it('are none of a device that is unknown', () => {
    expect(new CallBook().newestOpenOf('CB-1')).toEqual([]);
  });

  it('are the newest open one of each key', () => {
    const later = T0 + 3 * HOUR;
    const book = bookWith({ key: 'green' }, { seq: 2 }, { seq: 3, receivedAt: later });
    book.markStored(book.assign(press({ deviceId: 'CB-2', seq: 9 })).press);
    const ids = book.newestOpenOf('CB-1').map(({ callId }) => callId);
    expect(ids.sort()).toEqual(['CB-1.1.1', 'CB-1.1.3']);
  });

  it('are the newest by their presses, not by a clock that was set back', () => {
    const book = bookWith({}, { seq: 2, receivedAt: T0 - HOUR });
    expect(book.newestOpenOf('CB-1').map(({ callId }) => callId)).toEqual(['CB-1.1.2']);
  });

  it('are none that is neither on disk nor accepted', () => {
    const book = new CallBook();
    const { press: unstored, call } = book.assign(press());
    book.rememberUnstored({ press: unstored, call }, unstored.receivedAt);
    expect(book.newestOpenOf('CB-1')).toEqual([]);
    book.markStored(unstored);
    expect(book.newestOpenOf('CB-1')).toEqual([call]);
  });

  it('are real ones and never a test', () => {
    const book = bookWith({}, { seq: 2, test: true, receivedAt: T0 + 1 });
    expect(book.newestOpenOf('CB-1').map(({ callId }) => callId)).toEqual(['CB-1.1.1']);
    expect(bookWith({ test: true }).newestOpenOf('CB-1')).toEqual([]);
  });

  it('are none that is closed or forgotten', () => {
    const book = bookWith({ key: 'green' }, { seq: 2 });
    move(book, 'CB-1.1.1', 'closed');
    book.drop(book.find('CB-1.1.2') ?? call());
    expect(book.newestOpenOf('CB-1')).toEqual([]);
  });
});
