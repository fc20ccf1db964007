// The AsyncAPI 3.0 document of all events, with their JSON Schemas and examples. Committed as ../asyncapi.yaml.
import { stringify } from 'yaml';
import { z } from 'zod';
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
export function schemaOf(name: keyof typeof EVENTS): object {
  const { $schema: _, ...schema } = z.toJSONSchema(EVENTS[name], { io: 'input' });
  return schema;
}

export function asyncApi(): object {
  const names = Object.keys(EVENTS) as Names;
  const messages = Object.fromEntries(
    names.map((name) => {
      const examples = Object.entries(examplesOf(name));
      return [
        name,
        {
          ...{ name: EVENTS[name].shape.type.value, summary: SUMMARIES[name] },
          ...{ contentType: 'application/cloudevents+json', headers: HEADERS },
          payload: {
            schemaFormat: 'application/schema+json;version=draft-2020-12',
            schema: schemaOf(name),
          },
          examples: examples.map(([what, payload]) => ({ summary: what, payload })),
        },
      ];
    }),
  );
  const refs = (prefix: string) => names.map((name) => ({ $ref: `${prefix}/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Call button: what a platform receives',
      version: '1',
      description:
        'CloudEvents 1.0 in structured mode, one POST each, signed as Standard Webhooks says. Delivery is at least once: recognise the id. gateway/destinations/README.md says what each answer means.',
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
    },
    operations: {
      deliver: {
        action: 'send',
        channel: { $ref: '#/channels/platform' },
        messages: refs('#/channels/platform/messages'),
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
    },
    components: { messages },
  };
}

const HEAD = '# Made by `npm run build:events` from gateway/destinations/events/. Do not edit.\n';

let yaml: string | undefined;

export function asyncApiYaml(): string {
  yaml ??= HEAD + stringify(asyncApi(), { aliasDuplicateObjects: false, lineWidth: 110 });
  return yaml;
}
