// Where the gateway listens: MQTT, plain and over TLS, HTTP, and the admin API.
import { isIP } from 'node:net';
import { z } from 'zod';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';

const PORT_EXPECTED = expected(EXPECTED.portOrAny);
const Port = z.int(PORT_EXPECTED).min(0, PORT_EXPECTED).max(65_535, PORT_EXPECTED);
const Host = z.string().min(1);

/** YAML's own `off` of old is false. */
export const Off = z
  .literal(['off', false], expected(EXPECTED.off))
  .transform(() => 'off' as const);

/** Plain MQTT can be read along, and so shows who calls; frames are sealed all the same. */
const Plain = z
  .strictObject({
    host: Host.default('127.0.0.1'),
    port: Port.default(1883),
    /** Said on purpose: this address is reached from other machines, and not encrypted. */
    allow_plain: z.boolean().default(false),
  })
  .superRefine(({ host, allow_plain }, context) => {
    if (allow_plain || isLoopback(host)) return;
    const message = expected(EXPECTED.loopbackForMqtt);
    context.addIssue({ code: 'custom', path: ['host'], message });
  });

const Encrypted = z
  .strictObject({
    host: Host.default('0.0.0.0'),
    port: Port.default(8883),
    /** PEM files. Without them a certificate is made in the data folder at the first start. */
    cert: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    /** DNS names and addresses for the certificate that is made. */
    names: z.array(z.string().min(1).max(253)).max(50).default([]),
  })
  .superRefine(({ cert, key }, context) => {
    if ((cert === undefined) === (key === undefined)) return;
    const path = [cert === undefined ? 'cert' : 'key'];
    context.addIssue({ code: 'custom', path, message: expected(EXPECTED.certAndKey) });
  });

export const Mqtt = z.union([Off, Plain]).prefault({});
export const Mqtts = z.union([Off, Encrypted]).default('off');
export const HttpListener = z
  .strictObject({ host: Host.default('127.0.0.1'), port: Port.default(8080) })
  .prefault({});

/** The admin API: on loopback, or with the certificate of `mqtts`. */
export const AdminListener = z
  .union([Off, z.strictObject({ host: Host.default('127.0.0.1'), port: Port.default(8081) })])
  .prefault({});

export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
