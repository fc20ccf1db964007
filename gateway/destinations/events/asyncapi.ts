// The AsyncAPI 3.0 document of all events, with their JSON Schemas and examples. Committed as ../asyncapi.yaml.
import { stringify } from 'yaml';
import { z } from 'zod';
import { BROKER_CHANNELS, BROKER_MESSAGES, BROKER_OPERATIONS } from './broker.ts';
import { examplesOf } from './examples.ts';
import { EVENTS } from './schemas.ts';

const SUMMARIES: Record<keyof typeof EVENTS, string> = {
  press: 'One press of one key. On the routes red and green',
  breach: 'A time limit that was missed. On the route status',
  case: 'Supervision and maintenance: a condition of one device or of many began, changed or ended. On the route status',
  progress: 'How far a call has come. On the route status, where it says progress: true',
};

const STRING = { type: 'string' };
const HEADERS = {
  type: 'object',
  required: ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'content-type': { const: 'application/cloudevents+json; charset=utf-8' },
    'webhook-id': { ...STRING, description: 'The id of the event' },
    'webhook-timestamp': { ...STRING, description: 'Of this attempt, Unix seconds' },
    'webhook-signature': {
      ...STRING,
      description: 'Standard Webhooks, v1, anew at every attempt; several while the secret rotates',
    },
  },
};

type Names = (keyof typeof EVENTS)[];

/** The JSON Schema of one event (2020-12). What it doesn't name may be there too: a later version may say more. */
function schemaOf(type: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input' });
  return schema;
}

interface Described {
  name: string;
  summary: string;
  contentType: string;
  schema: z.ZodType;
  examples: Readonly<Record<string, unknown>>;
}

function messageOf({ name, summary, contentType, schema, examples }: Described): object {
  return {
    name,
    summary,
    contentType,
    payload: {
      schemaFormat: 'application/schema+json;version=draft-2020-12',
      schema: schemaOf(schema),
    },
    examples: Object.entries(examples).map(([what, payload]) => ({ summary: what, payload })),
  };
}

/** The same over every destination; the headers only over HTTP. */
function eventMessage(name: keyof typeof EVENTS): object {
  return {
    ...messageOf({
      name: EVENTS[name].shape.type.value,
      summary: SUMMARIES[name],
      contentType: 'application/cloudevents+json',
      schema: EVENTS[name],
      examples: examplesOf(name),
    }),
    bindings: { http: { headers: HEADERS, bindingVersion: '0.3.0' } },
  };
}

export function asyncApi(): object {
  const names = Object.keys(EVENTS) as Names;
  const refs = (prefix: string) => names.map((name) => ({ $ref: `${prefix}/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Call button: what a platform receives',
      version: '1',
      description:
        'CloudEvents 1.0 in structured mode. Over HTTP one POST each, signed as Standard Webhooks says; over an MQTT broker one message each, QoS 1. Delivery is at least once: recognise the id. docs/reference/webhook.md says what each answer means.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      platform: {
        address: null,
        description: 'The url of a webhook destination',
        messages: Object.fromEntries(
          names.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
      ...BROKER_CHANNELS,
    },
    operations: {
      deliver: {
        action: 'send',
        channel: { $ref: '#/channels/platform' },
        messages: refs('#/channels/platform/messages'),
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
      ...BROKER_OPERATIONS,
    },
    components: {
      messages: Object.fromEntries([
        ...names.map((name) => [name, eventMessage(name)]),
        ...Object.entries(BROKER_MESSAGES).map(([name, message]) => [name, messageOf(message)]),
      ]),
    },
  };
}

const HEAD = '# Made by `npm run build:events` from gateway/destinations/events/. Do not edit.\n';

let yaml: string | undefined;

export function asyncApiYaml(): string {
  yaml ??= HEAD + stringify(asyncApi(), { aliasDuplicateObjects: false, lineWidth: 110 });
  return yaml;
}
