// The bytes of a record are the JSON that a start reads back, whatever was written before.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecordBytes } from '#gateway/journal/record-bytes.ts';

it('read back they are the entries that were written, in their order, in any script and of any length', () => {
  const record = new RecordBytes();
  const entry = fc.oneof(
    fc.record({ kind: fc.constant('call'), name: fc.string({ unit: 'grapheme' }) }),
    fc.constant({ kind: 'event', frame: '王'.repeat(90_000) }),
  );
  fc.assert(
    fc.property(fc.nat(), fc.array(entry, { minLength: 1, maxLength: 5 }), (at, entries) => {
      const texts = entries.map((written) => JSON.stringify(written));
      const bytes = record.of(at, texts);
      expect(JSON.parse(Buffer.from(bytes).toString('utf8'))).toEqual({ at, entries });
    }),
  );
});

it('one that is longer than any before has room', () => {
  const record = new RecordBytes();
  const text = JSON.stringify({ detail: '字'.repeat(1_000_000) });
  expect(JSON.parse(Buffer.from(record.of(1, [text])).toString()).entries).toHaveLength(1);
});
