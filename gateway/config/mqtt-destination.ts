// A destination of type mqtt: somebody's broker, how it is reached, and what goes there.
import { z } from 'zod';
import { EXPECTED } from '../messages/expected.ts';
import type { Sentence } from '../messages/sentence.ts';
import { expected } from '../system/issues.ts';
import { duration, HOUR, SECOND } from './duration.ts';
import { readSecret, readText, SecretPlace } from './secrets.ts';
import { readTls } from './tls.ts';

const PREFIX_EXPECTED = expected(EXPECTED.topic);
const File = z.string().min(1);

export const MqttConfig = z
  .strictObject({
    type: z.literal('mqtt'),
    url: z
      .url({ protocol: /^mqtts?$/, error: expected(EXPECTED.mqttAddress) })
      .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), expected(EXPECTED.noUser))
      .refine((url) => /^[^/]*\/\/[^/?#]+\/?$/.test(url), expected(EXPECTED.endAfterPort)),
    user: z.string().min(1).max(200).optional(),
    /** Where the password is: `env: NAME` or `file: PATH`. */
    password: SecretPlace.optional(),
    /** PEM files: whom to believe instead of the usual authorities, and the certificate of this client. */
    ca: File.optional(),
    cert: File.optional(),
    key: File.optional(),
    /** Only one gateway may have it. Without it, made of the names of gateway and destination. */
    client_id: z
      .string()
      .regex(/^[\w.-]{1,50}$/, expected(EXPECTED.characters('1-50', 'A-Z a-z 0-9 . _ -')))
      .optional(),
    /** In front of every topic. */
    prefix: z
      .string()
      .regex(/^[\w.-]{1,50}(\/[\w.-]{1,50}){0,5}$/, PREFIX_EXPECTED)
      .default('callbutton'),
    keepalive: duration(5 * SECOND, HOUR).prefault('15s'),
    /** What of a home goes to the broker: everything that the devices file says, or the reference alone. */
    home: z.enum(['full', 'reference']).default('full'),
    /** States of devices, retained: so many a second at most. 0: none. */
    devices_per_second: z.int().min(0).max(1_000).default(50),
    /** With which reports over HTTP are signed, as a webhook's; without it they come over the broker only. */
    secret: SecretPlace.optional(),
  })
  .superRefine(({ url, ca, cert, key, user, password }, context) => {
    const add = (path: string, sentence: Sentence) =>
      context.addIssue({ code: 'custom', path: [path], message: expected(sentence) });
    if (password && user === undefined) add('user', EXPECTED.user);
    if ((cert === undefined) !== (key === undefined)) {
      add(cert === undefined ? 'cert' : 'key', EXPECTED.certAndKey);
    }
    if (url.startsWith('mqtt:') && (ca ?? cert) !== undefined) {
      add('url', EXPECTED.mqtts);
    }
  });
export type MqttConfig = z.infer<typeof MqttConfig>;

/** `password`; `secret` for reports over HTTP; `ca`, `cert`, `key`: PEM. Errors: SECRET_*, CERTIFICATE_INVALID. */
export async function readMqttSecrets(
  path: string,
  { password, secret, ...tls }: MqttConfig,
): Promise<Record<string, string>> {
  return {
    ...(password ? { password: await readText(`${path}.password`, password) } : {}),
    ...(secret ? { secret: await readSecret(`${path}.secret`, secret) } : {}),
    ...(await readTls(tls)),
  };
}
