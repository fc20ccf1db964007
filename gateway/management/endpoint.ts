// One row of the table of requests: what it takes, what it answers, who may, and how it is done. The rows of the admin API are also its document.
import type { z } from 'zod';
import type { SealKey } from '#protocol/seal.ts';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { Call } from '../domain/call.ts';
import type { Severity } from '../domain/limits.ts';
import type { Administration } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { CallHistory } from '../domain/ports/journal.ts';
import type { Asker, DeviceSource, Registry, Role, Tokens } from '../domain/ports/registry.ts';
import type { RouteTrial } from '../domain/route-trial.ts';
import type { SupervisedDevice } from '../domain/supervision/device-view.ts';
import type { Updates } from '../updates/updates.ts';
import type { Turns } from './turns.ts';

/** What the requests are about. */
export interface ApiSubjects {
  /** Names this gateway to a client. */
  name: string;
  version: string;
  clock: Clock;
  registry: Registry & DeviceSource;
  tokens: Tokens;
  administration: Administration;
  /** Images of the firmware, and their way to the devices. */
  updates: Pick<
    Updates,
    | 'images'
    | 'storeImage'
    | 'rollouts'
    | 'devices'
    | 'device'
    | 'begin'
    | 'stopRollout'
    | 'resume'
    | 'back'
  >;
  history: CallHistory;
  /** Calls that are not closed. */
  openCalls: () => Iterable<Call>;
  /** For answers that are as long as there are devices. */
  turns: Turns;
  /** Where devices connect. */
  listeners: () => { port: number; tls: boolean }[];
  /** What supervision knows of a device. */
  signsOf: (deviceId: string) => SupervisedDevice | undefined;
  /** What was rotated of a device of the devices file, if that still holds. */
  rotated: (deviceId: string, key: SealKey) => RotatedKeys | undefined;
  /** SHA-256 of the admin API's certificate; undefined without one. */
  fingerprint: () => string | undefined;
  /** Sends a marked test call over every part of a route. Errors: NO_ROUTE, NO_SUCH_GROUP. */
  testRoute: (severity: Severity, group: string | undefined) => Promise<RouteTrial[]>;
}

export interface Asked<Query, Body> {
  actor: Asker;
  /** Those that the path names are there: none on the control socket. */
  params: Readonly<Record<'device_id' | 'home_id' | 'command_id' | 'name', string>>;
  query: Query;
  body: Body;
}

export interface Reply {
  status: 200 | 201 | 204;
  body?: object;
}

/** A request of the admin API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with `{name}` for what stands for something. */
  path: string;
  /** Who may: this role and those above it. */
  role: Role;
  summary: string;
  /** Of a request, in bytes, at most; undefined: as of every other. */
  maxBody?: number;
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

/**
 * A request of the control socket: a POST whose body names it as `ask`, beside the fields that `body` describes. The
 * answer is one JSON object.
 */
export interface SocketEndpoint<B extends z.ZodType = z.ZodType, Answer extends object = object> {
  /** As in the admin API. Whoever reaches the socket is the gateway's user, an admin; a flow is an operator. */
  role: Role;
  body: B;
  /** Rejects with a GatewayError. */
  handle(asked: Asked<undefined, z.output<B>>, subjects: ApiSubjects): Promise<Answer> | Answer;
}

/** `handle` gets what `body` has checked; what it returns is the type that the client sees. */
export function socketEndpoint<B extends z.ZodType, Answer extends object>(
  described: SocketEndpoint<B, Answer>,
): SocketEndpoint<B, Answer> {
  return described;
}
