// What a device tells about itself while it runs: lines on the board's console, the audit of a simulator.
import type { CallNews, Identity, Key } from '#protocol/messages.ts';
import type { Pattern } from './patterns.ts';

/** `open`: CONNACK came. `connected`: the gateway has proved itself with a sealed downlink. */
export type LinkState = 'waiting' | 'connecting' | 'open' | 'connected';

export interface Observer {
  /** A press has counted; on flash and about to be sent. An identity comes again when a full outbox joined presses. */
  pressed(identity: Identity, key: Key): void;
  /** A receipt has cleared an outbox entry. `result` is a ReceiptResult. Presses, boot events, all others. */
  settled(identity: Identity, result: number): void;
  /** Sealed news of a call. */
  news(news: CallNews): void;
  shown(pattern: Pattern): void;
  /** `reason`: the address when connecting, the cause when waiting, otherwise empty. */
  link(state: LinkState, reason: string): void;
}
