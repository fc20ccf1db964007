// The AsyncAPI document: up to date, whole, and true: what a real gateway sends to a real server is what it describes.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { asyncApi, asyncApiYaml } from '#gateway/destinations/events/asyncapi.ts';
import { EVENTS, type PlatformEvent } from '#gateway/destinations/events/schemas.ts';
import { EventRun } from './event-run.ts';

const COMMITTED = new URL('../../../gateway/destinations/asyncapi.yaml', import.meta.url);

interface Message {
  name: string;
  payload: { schema: object };
  examples: { summary: string; payload: PlatformEvent }[];
}
const document = parse(readFileSync(COMMITTED, 'utf8'));
const messages: Record<string, Message> = document.components.messages;

// Formats are patterns here too.
const ajv = new Ajv2020({ allErrors: true, validateFormats: false, strict: true });
const validators = new Map(
  Object.values(messages).map(({ name, payload }) => [name, ajv.compile(payload.schema)]),
);

/** What the document has against an event. */
function against(event: PlatformEvent): unknown[] {
  const validate = validators.get(event.type);
  if (validate === undefined) return [`no message is named ${event.type}`];
  return validate(event) ? [] : (validate.errors ?? ['?']);
}

/** Fields that the document doesn't name. */
function unnamed(event: PlatformEvent): unknown[] {
  const schema = Object.values(EVENTS).find(({ shape }) => shape.type.value === event.type);
  const strict = new Ajv2020({ allErrors: true, validateFormats: false, strict: true });
  const validate = strict.compile(z.toJSONSchema(schema as z.ZodType, { io: 'output' }));
  return validate(event) ? [] : (validate.errors ?? []);
}

describe('the AsyncAPI document', () => {
  it('is up to date with the code', () => {
    const isFresh = readFileSync(COMMITTED, 'utf8') === asyncApiYaml();
    expect(isFresh, 'run `npm run build:events` and commit what it writes').toBe(true);
    expect(document).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });

  it('leads nowhere wrong: every $ref is there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, ref]) => ref,
    );
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of refs) {
      const found = (ref as string).split('/').reduce((at, name) => at?.[name], document);
      expect(found, ref).toBeDefined();
    }
  });

  it('has a schema and an example of every event type, and every example is as its schema says', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(EVENTS));
    for (const { name, examples } of Object.values(messages)) {
      expect(examples.length).toBeGreaterThan(0);
      for (const { payload } of examples) {
        expect(payload.type).toBe(name);
        expect(against(payload)).toEqual([]);
      }
    }
  });

  it('shows supervision, maintenance and a test among its examples', () => {
    const summaries = Object.values(messages).flatMap(({ examples }) =>
      examples.map(({ summary }) => summary),
    );
    for (const word of ['supervision', 'maintenance', 'test press']) {
      expect(summaries.some((summary) => summary.includes(word))).toBe(true);
    }
  });

  it('does not take everything: what is missing or wrong is seen', () => {
    const [example] = (messages.press as Message).examples as [Message['examples'][0]];
    const { data, ...envelope } = example.payload;
    expect(against(envelope as PlatformEvent)).not.toEqual([]);
    const wrong = { ...envelope, data: { ...data, key: 'blue' } };
    expect(against(wrong as unknown as PlatformEvent)).not.toEqual([]);
    const more = { ...envelope, data: { ...data, news: 1 } } as unknown as PlatformEvent;
    expect(against(more)).toEqual([]);
    expect(unnamed(more)).not.toEqual([]);
  });
});

describe('what a gateway really sends', () => {
  it('is as the document says, event type for event type, and holds nothing that it does not name', async () => {
    const run = await EventRun.start();
    onTestFinished(() => run.stop());
    await run.everything();
    const events = run.events();
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(validators.keys()));
    for (const event of events) {
      expect([event.type, against(event)]).toEqual([event.type, []]);
      expect([event.type, unnamed(event)]).toEqual([event.type, []]);
    }
  });
});
