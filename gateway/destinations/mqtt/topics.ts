// Where what is published, under the prefix of the configuration. docs/guides/mqtt-broker.md lists the topics.
import type { Delivery } from '../../domain/ports/destination.ts';

/** Segments of letters, digits, dot, dash and underline: no wildcard, no empty level. */
export const PREFIX = /^[\w.-]{1,50}(\/[\w.-]{1,50}){0,5}$/;

/** A test press goes apart, so that who answers real calls need not hear of it. */
export function topicOf(prefix: string, delivery: Delivery): string {
  if (delivery.kind === 'notice') return `${prefix}/notices/${delivery.notice.kind}`;
  const { key, deviceId, test } = delivery.press;
  return `${prefix}/calls/${test ? 'test' : key}/${deviceId}`;
}

export function stateTopic(prefix: string, deviceId: string): string {
  return `${prefix}/devices/${deviceId}/state`;
}

export function reportsTopic(prefix: string): string {
  return `${prefix}/reports`;
}
