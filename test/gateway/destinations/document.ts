// The committed AsyncAPI document, and what it has against a payload or a topic.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const COMMITTED = new URL('../../../gateway/destinations/asyncapi.yaml', import.meta.url);

export interface Message {
  name: string;
  payload: { schema: object };
  examples: { summary: string; payload: unknown }[];
}

interface Channel {
  address: string | null;
  parameters?: Record<string, { enum?: string[] }>;
  messages: Record<string, { $ref: string }>;
}

interface Operation {
  action: 'send' | 'receive';
  channel: { $ref: string };
  bindings: { mqtt?: { qos: number; retain: boolean } };
}

export interface Document {
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: { messages: Record<string, Message> };
}

export const committed: string = readFileSync(COMMITTED, 'utf8');
export const document: Document = parse(committed);
export const messages: Record<string, Message> = document.components.messages;

// Formats are patterns here too.
export const ajv = () => new Ajv2020({ allErrors: true, validateFormats: false, strict: true });
const validators = new Map<string, ValidateFunction>(
  Object.entries(messages).map(([name, { payload }]) => [name, ajv().compile(payload.schema)]),
);

/** What the document has against a payload of this message. */
export function against(message: string, payload: unknown): unknown[] {
  const validate = validators.get(message);
  if (validate === undefined) return [`no message is ${message}`];
  return validate(payload) ? [] : (validate.errors ?? ['?']);
}

/** The channels of a broker whose address this topic is. A prefix has one level or more, the other parameters one. */
export function channelsOf(topic: string): string[] {
  return Object.entries(document.channels).flatMap(([name, { address, parameters }]) => {
    const pattern = address?.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
      const one = parameters?.[parameter];
      if (one === undefined) throw new Error(`${name} has no parameter ${parameter}`);
      return parameter === 'prefix'
        ? '.+'
        : (one.enum ?? ['[^/]+']).join('|').replace(/.*/, '($&)');
    });
    return pattern && new RegExp(`^${pattern}$`).test(topic) ? [name] : [];
  });
}

/** By the MQTT binding of the operation on this channel. */
export function wayOf(channel: string): { action: string; qos?: number; retain?: boolean } {
  const found = Object.values(document.operations).filter(
    (operation) => operation.channel.$ref === `#/channels/${channel}`,
  );
  if (found.length !== 1) throw new Error(`${found.length} operations on ${channel}`);
  const [{ action, bindings }] = found as [Operation];
  const { qos, retain } = bindings.mqtt ?? {};
  return {
    action,
    ...(qos === undefined ? {} : { qos }),
    ...(retain === undefined ? {} : { retain }),
  };
}

/** Those of the channel by which the payload may go. */
export function messagesOf(channel: string, payload: unknown): string[] {
  return Object.keys(document.channels[channel]?.messages ?? {}).filter(
    (name) => against(name, payload).length === 0,
  );
}
