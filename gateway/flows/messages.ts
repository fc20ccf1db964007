// What the gateway and the process of the flows tell each other. What comes from there is checked: flows may forge it.
import { z } from 'zod';
import { DEPLOYED_FILES } from '../system/flow-files.ts';

/** Of a call or a notice. `received`: it arrived, and acceptance comes later. */
export const STAGES = [
  'received',
  'refused',
  'accepted',
  'answered',
  'dispatched',
  'closed',
] as const;

const Id = z.int().min(0);
const Text = z.string().min(1).max(256);
const Ask = { tell: z.literal('ask'), id: Id };

const Progress = z.object({
  ...Ask,
  what: z.literal('progress'),
  stage: z.enum(STAGES),
  delivery: Id.optional(),
  call_id: Text.optional(),
  event_id: Text.optional(),
});
const Device = z.object({
  ...Ask,
  what: z.literal('device'),
  device_id: Text,
  action: z.enum(['state', 'locate', 'self_test', 'reboot']),
  seconds: z.number().optional(),
});
const Login = z.object({
  ...Ask,
  what: z.literal('login'),
  name: Text.optional(),
  password: z.string().max(1_024).optional(),
  token: z.string().max(1_024).optional(),
});
const User = z.object({ ...Ask, what: z.literal('user'), name: Text });
/** A file of a deployment lies beside its place; without one, settings or the library were written. */
const Saved = z.object({
  ...Ask,
  what: z.literal('saved'),
  file: z.enum(DEPLOYED_FILES).optional(),
});

export const Question = z.discriminatedUnion('what', [Progress, Device, Login, User, Saved]);
export type Question = z.infer<typeof Question>;

/** Anything that has an id and asks, right or wrong: it gets an answer. */
const Asking = z.looseObject(Ask);

/** As many as somebody wants to read; `child/missing.cjs` tells no more. */
const MAX_MISSING = 5;
const MissingNode = z.object({ type: z.string().max(64), tab: z.string().max(64) });

export const FromChild = z.discriminatedUnion('tell', [
  z.object({ tell: z.literal('ready'), port: z.int().optional() }),
  z.object({ tell: z.literal('pong') }),
  z.object({ tell: z.literal('no_editor'), reason: z.string().regex(/^[A-Z]{1,32}$/) }),
  /** How many event nodes are deployed. `anew`: one that was there is not any more, or was made anew. */
  z.object({ tell: z.literal('listeners'), count: Id, anew: z.boolean() }),
  /** Nodes whose type is not installed: without them Node-RED starts no flow. Empty: all are there again. */
  z.object({ tell: z.literal('missing'), nodes: z.array(MissingNode).max(MAX_MISSING) }),
  /** No event node wants this delivery. */
  z.object({ tell: z.literal('unwanted'), id: Id }),
  Asking,
]);
export type FromChild = z.infer<typeof FromChild>;

/** With `cert` and `key` (PEM) over TLS. */
export interface EditorPlace {
  host: string;
  port: number;
  cert?: string;
  key?: string;
}

export type ToChild =
  | {
      tell: 'start';
      nodeRed: string;
      folder: string;
      language: string;
      credentialSecret: string;
      functionTimeoutMs: number;
      /** Without the flows, until somebody deploys. */
      safe: boolean;
      editor: EditorPlace | undefined;
    }
  | { tell: 'ping' }
  | { tell: 'deliver'; id: number; destination: string; event: object }
  | { tell: 'answer'; id: number; value: object | undefined }
  | { tell: 'answer'; id: number; code: string; message: string }
  | { tell: 'stop' };
