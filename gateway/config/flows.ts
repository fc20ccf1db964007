// Node-RED, embedded: whether there are flows, where their editor is, and who may open it.
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import { nodeRedFolder } from '../flows/node-red.ts';
import { EXPECTED } from '../messages/expected.ts';
import { FILES } from '../messages/files.ts';
import { type Sentence, told } from '../messages/sentence.ts';
import type { Certificate } from '../system/certificate.ts';
import { expected } from '../system/issues.ts';
import { isPasswordHash } from '../system/password.ts';
import { readCertificate } from './certificate.ts';
import { duration, SECOND } from './duration.ts';
import { isLoopback, Off } from './listeners.ts';
import { readText, SecretPlace } from './secrets.ts';

const PORT_EXPECTED = expected(EXPECTED.portOrAny);
const HEAP_EXPECTED = expected(EXPECTED.heap);

const User = z.strictObject({
  name: z.string().min(1).max(64),
  /** `admin` may deploy; `operator` may look. */
  role: z.enum(['admin', 'operator']),
  /** Where its hash is, as `call-button hash-password` prints it: `env: NAME` or `file: PATH`. */
  password_hash: SecretPlace,
});

const Flows = z
  .strictObject({
    /** The editor's listener. */
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int(PORT_EXPECTED).min(0, PORT_EXPECTED).max(65_535, PORT_EXPECTED).default(1880),
    /** Said on purpose: other machines reach the editor, and passwords are not encrypted on the way. */
    allow_plain: z.boolean().default(false),
    /** PEM files: the editor over TLS. */
    cert: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    /** Beside those who have a token of the admin API. */
    users: z.array(User).max(100).default([]),
    heap_mb: z.int(HEAP_EXPECTED).min(64, HEAP_EXPECTED).max(8_192, HEAP_EXPECTED).default(256),
    /** A flow that takes no turn for so long is killed. */
    unresponsive_after: duration(SECOND / 2, 60 * SECOND).prefault('3s'),
    /** A function node that computes for so long without a pause is stopped, alone. */
    function_timeout: duration(50, 60 * SECOND).prefault('1s'),
  })
  .superRefine((flows, context) => {
    const { host, allow_plain, cert, key, users, function_timeout, unresponsive_after } = flows;
    const add = (path: (string | number)[], sentence: Sentence) =>
      context.addIssue({ code: 'custom', path, message: expected(sentence) });
    if ((cert === undefined) !== (key === undefined)) {
      add([cert === undefined ? 'cert' : 'key'], EXPECTED.certAndKey);
    }
    if (!isLoopback(host) && !allow_plain && cert === undefined) {
      add(['host'], EXPECTED.loopbackForEditor);
    }
    if (function_timeout >= unresponsive_after) {
      add(['function_timeout'], EXPECTED.lessThanField('unresponsive_after'));
    }
    for (const [index, { name }] of users.entries()) {
      if (users.findIndex((user) => user.name === name) < index) {
        add(['users', index, 'name'], EXPECTED.freeName);
      }
    }
  });

export const FlowsConfig = z.union([Off, Flows]).default('off');
export type FlowsConfig = z.infer<typeof FlowsConfig>;

/** What `flows` names, read. */
export interface FlowsLoaded {
  users: { name: string; role: 'admin' | 'operator'; passwordHash: string }[];
  /** Of the editor; undefined: not over TLS. */
  certificate: Certificate | undefined;
}

/** Undefined when there are no flows. Errors: FLOWS_UNAVAILABLE, SECRET_MISSING, PASSWORD_INVALID, CERTIFICATE_INVALID. */
export async function readFlows(flows: FlowsConfig): Promise<FlowsLoaded | undefined> {
  if (flows === 'off') return undefined;
  nodeRedFolder();
  const { users, cert, key } = flows;
  const read: FlowsLoaded['users'] = [];
  for (const [index, { name, role, password_hash }] of users.entries()) {
    const path = `flows.users[${index}].password_hash`;
    const passwordHash = await readText(path, password_hash);
    if (!isPasswordHash(passwordHash)) {
      throw new GatewayError('PASSWORD_INVALID', told`${path}: ${FILES.noHash}`);
    }
    read.push({ name, role, passwordHash });
  }
  const isEncrypted = cert !== undefined && key !== undefined;
  const certificate = isEncrypted ? await readCertificate({ cert, key }) : undefined;
  return { users: read, certificate };
}
