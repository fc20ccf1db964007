// One endpoint of the admin API: what it takes, what it answers, who may, and how it is done. The table of them is also the document.
import type { z } from 'zod';
import type { Call } from '../domain/call.ts';
import type { Administration } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { CallHistory } from '../domain/ports/journal.ts';
import type { Asker, Registry, Role, Tokens } from '../domain/ports/registry.ts';
import type { SupervisedDevice } from '../domain/supervision/device-view.ts';
import type { Turns } from './turns.ts';

/** What the endpoints are about. */
export interface ApiSubjects {
  /** Names this gateway to a client. */
  name: string;
  version: string;
  clock: Clock;
  registry: Registry;
  tokens: Tokens;
  administration: Administration;
  history: CallHistory;
  /** Calls that are not closed. */
  openCalls: () => Iterable<Call>;
  /** For answers that are as long as there are devices. */
  turns: Turns;
  /** Where devices connect. */
  listeners: () => { port: number; tls: boolean }[];
  /** What supervision knows of a device. */
  signsOf: (deviceId: string) => SupervisedDevice | undefined;
}

export interface Asked<Query, Body> {
  actor: Asker;
  /** Those that the path names are there. */
  params: Readonly<Record<'device_id' | 'home_id' | 'command_id' | 'name', string>>;
  query: Query;
  body: Body;
}

export interface Reply {
  status: 200 | 201 | 204;
  body?: object;
}

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with `{name}` for what stands for something. */
  path: string;
  /** Who may: this role and those above it. */
  role: Role;
  summary: string;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  /** By status. */
  answers: Partial<Record<Reply['status'], z.ZodType | undefined>>;
  /** Rejects with a GatewayError. */
  handle(asked: Asked<unknown, unknown>, subjects: ApiSubjects): Promise<Reply> | Reply;
}

interface Described<Q extends z.ZodType | undefined, B extends z.ZodType | undefined>
  extends Omit<Endpoint, 'query' | 'body' | 'handle'> {
  query?: Q;
  body?: B;
  handle(
    asked: Asked<
      Q extends z.ZodType ? z.output<Q> : undefined,
      B extends z.ZodType ? z.output<B> : undefined
    >,
    subjects: ApiSubjects,
  ): Promise<Reply> | Reply;
}

/** `handle` gets what its schemas have checked. */
export function endpoint<
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(described: Described<Q, B>): Endpoint {
  const { query, body } = described;
  return { ...described, query, body, handle: described.handle as Endpoint['handle'] };
}
