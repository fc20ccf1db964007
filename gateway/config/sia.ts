// Alarm receivers in SIA DC-09 as destinations: their schema, and what only the devices beside it show.
import { z } from 'zod';
import { EVENT_NAMES, type EventName } from '../destinations/sia/events.ts';
import { FORMATS } from '../destinations/sia/message.ts';
import { EXTENDED } from '../destinations/sia/sentence.ts';
import { ACCOUNT } from '../domain/account.ts';
import { EXPECTED } from '../messages/expected.ts';
import { FINDINGS } from '../messages/findings.ts';
import type { Sentence } from '../messages/sentence.ts';
import { expected } from '../system/issues.ts';
import { count } from './count.ts';
import { duration, HOUR, SECOND } from './duration.ts';
import { Off } from './listeners.ts';
import { SecretPlace } from './secrets.ts';

const PORT_EXPECTED = expected(EXPECTED.port);
const Address = z.strictObject({
  host: z.string().min(1),
  port: z.int(PORT_EXPECTED).min(1, PORT_EXPECTED).max(65_535, PORT_EXPECTED),
});

const ACCOUNT_EXPECTED = expected(EXPECTED.account);
const Account = z
  .string(ACCOUNT_EXPECTED)
  .transform((text) => text.toUpperCase())
  .pipe(z.string().regex(ACCOUNT, ACCOUNT_EXPECTED));

const SIA_EXPECTED = expected(EXPECTED.siaCode);
const SiaCode = z.string(SIA_EXPECTED).regex(/^[A-Z]{2}$/, SIA_EXPECTED);

const Words = z.strictObject({
  cid: count(100, 999).optional(),
  sia: SiaCode.optional(),
  sia_restored: SiaCode.optional(),
  partition: count(0, 99).optional(),
  zone: count(0, 999).optional(),
});
const Event = z.union([Off, Words]).optional();

export const SiaConfig = z.strictObject({
  type: z.literal('sia'),
  receiver: Address,
  /** Tried when the main one fails or is slow. */
  spare: Address.optional(),
  /** Of link tests, of what is about no single home, and of homes without a `sia_account`. */
  account: Account,
  format: z.enum(FORMATS).default('ADM-CID'),
  /** Where the AES key is, in hex. Without it nothing is encrypted. */
  key: SecretPlace.optional(),
  /** A receiver that is quiet for so long is tested with NULL. */
  supervision: z.union([Off, duration(SECOND, 25 * HOUR)]).prefault('60s'),
  /** Optional blocks that go out too: not every receiver takes them. */
  extended: z.array(z.enum(EXTENDED)).default([]),
  /** What differs from the table in docs/guides/alarm-receivers.md. */
  events: z
    .strictObject(
      Object.fromEntries(EVENT_NAMES.map((name) => [name, Event])) as Record<
        EventName,
        typeof Event
      >,
    )
    .prefault({}),
});
export type SiaConfig = z.infer<typeof SiaConfig>;

/** `nameless`: devices in such homes. Calls of a home without an account of its own arrive, but the centre can't tell whose they are. */
export function siaWarnings(
  destinations: Readonly<Record<string, { type: string }>>,
  nameless: number,
): { path: string; sentence: Sentence }[] {
  if (nameless === 0) return [];
  return Object.entries(destinations).flatMap(([name, { type }]) => {
    if (type !== 'sia') return [];
    return [{ path: `destinations.${name}`, sentence: FINDINGS.withoutAccount(nameless) }];
  });
}
