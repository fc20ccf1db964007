// What a scenario may hold, entry by entry. The keys are those of the YAML; durations are milliseconds, rates per second.
import { z } from 'zod';
import { GATEWAY_ERRORS } from '#gateway/domain/errors.ts';
import { PROTOCOL_ERRORS } from '#protocol/errors.ts';
import { Duration, Rate, Share, Time, wholeNumber } from './quantities.ts';

/** Device ids have six digits. */
export const MAX_HOMES = 999_999;

function mapping<T extends z.core.$ZodLooseShape>(shape: T) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? unknownKey(shape) : `expected ${keys}`),
  });
}

/** What to say of a key that `shape` doesn't have. */
export function unknownKey(shape: object): string {
  return `unknown key; expected one of ${Object.keys(shape).join(', ')}`;
}

function oneOf<const T extends readonly string[]>(...words: T) {
  return z.enum(words, `expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
}

const Text = z.string('expected text').min(1, 'expected text');
const GroupName = z
  .string('expected the name of a group')
  .regex(/^[\w-]+$/, 'expected the name of a group: letters, digits, _ and -');
const Kind = oneOf('whole', 'light');

export const HomesEntry = mapping({
  count: wholeNumber(1, MAX_HOMES),
  /** `whole` runs the real firmware, `light` makes its frames over a raw socket. */
  kind: Kind.default('light'),
  group: GroupName.default('homes'),
  /** More than 1: they are spread over `<group>-1`, `<group>-2`, … */
  groups: wholeNumber(1, MAX_HOMES).default(1),
  heartbeat: Duration.default(600_000),
  /** Switched on from `at`, evenly over `over`. */
  power_on: mapping({ at: Time.default(0), over: Time.default(5_000) }).prefault({}),
});

/** Many residents: presses at random moments in random homes, whatever became of those before. */
export const OpenLoad = mapping({
  at: Time.default(0),
  /** Without it: until the end. */
  for: Duration.optional(),
  press: oneOf('red', 'green', 'both'),
  red_share: Share.optional(),
  rate: Rate,
  kind: Kind.optional(),
  group: GroupName.optional(),
});

/** One resident who presses again and again. */
export const ResidentLoad = mapping({
  at: Time,
  press: oneOf('red', 'green'),
  home: wholeNumber(1, MAX_HOMES),
  times: wholeNumber(1, 1_000_000),
  every: Duration,
});

/** Which homes: those that fit `group`, `kind` and `home`, and of these a share or a count, drawn by the seed. */
const WHICH = {
  share: Share.optional(),
  count: wholeNumber(1, MAX_HOMES).optional(),
  group: GroupName.optional(),
  kind: Kind.optional(),
  home: wholeNumber(1, MAX_HOMES).optional(),
};
const Which = mapping(WHICH);

/** Without `for`: until the end. With `every` it comes again: `times` times, or until the end. */
const FOR = { at: Time, for: Duration.optional() };
const AGAIN = { every: Duration.optional(), times: wholeNumber(2, 1_000_000).optional() };

const Platform = z.union(
  [
    z.enum(['down', 'hang']),
    z.strictObject({ slow: Duration }),
    z.strictObject({ status: wholeNumber(200, 599) }),
  ],
  'expected down, hang, { slow: 2s } or { status: 503 }',
);

/** Schemas of faults by the key that tells what goes wrong. */
export const FAULTS = {
  platform: mapping({ ...FOR, ...AGAIN, platform: Platform }),
  gateway: mapping({ at: Time, ...AGAIN, gateway: z.literal('kill', 'expected kill') }),
  power_cut: mapping({ ...FOR, ...AGAIN, power_cut: Which }),
  network_cut: mapping({ ...FOR, ...AGAIN, network_cut: Which }),
  chatter: mapping({ ...FOR, chatter: mapping({ ...WHICH, rate: Rate }) }),
  battery: mapping({ ...FOR, battery: mapping({ ...WHICH, level: Share }) }),
  attack: mapping({
    ...FOR,
    attack: oneOf('forged', 'replayed', 'cross-device', 'malformed', 'slow-connections'),
    rate: Rate,
  }),
};

const CODES = new Set([...Object.keys(PROTOCOL_ERRORS), ...Object.keys(GATEWAY_ERRORS)]);
const Codes = z
  .array(
    z.string('expected an error code').refine((code) => CODES.has(code), {
      error:
        'expected an error code of protocol/README.md or docs/reference/error-codes.md, as in SEAL_WRONG',
    }),
    'expected a list of error codes',
  )
  .default([]);

const A_RANGE = 'expected never, or the least and the most as in [500ms, 3s]';
const AnswerAfter = z.union([z.literal('never'), z.tuple([Time, Time])], A_RANGE);

/** The keys at the top. Entries of the lists have schemas of their own, above. */
export const TOP = {
  title: Text,
  about: Text.default(''),
  seed: wholeNumber(0, 0xffffffff).default(1),
  duration: Duration,
  /** After the end, how long what is under way may take to arrive. */
  settle: Time.default(30_000),
  /** How long the platform takes to telephone back. */
  answer_after: AnswerAfter.default([500, 3_000]).refine(
    (range) => range === 'never' || range[0] <= range[1],
    A_RANGE,
  ),
  homes: z.array(z.unknown(), 'expected a list of homes').min(1, 'expected at least one entry'),
  load: z.array(z.unknown(), 'expected a list of loads').default([]),
  faults: z.array(z.unknown(), 'expected a list of faults').default([]),
  expect: mapping({
    refusals: Codes,
    rejections: Codes,
    red_accepted_p99: Duration.optional(),
  }).prefault({}),
};

export type HomesEntry = z.infer<typeof HomesEntry>;
export type OpenLoad = z.infer<typeof OpenLoad>;
export type Load = OpenLoad | z.infer<typeof ResidentLoad>;
export type Which = z.infer<typeof Which>;
export type Fault = z.infer<(typeof FAULTS)[keyof typeof FAULTS]>;

export interface Scenario {
  /** The file's name without its ending. */
  name: string;
  title: string;
  about: string;
  seed: number;
  duration: number;
  settle: number;
  answer_after: 'never' | [least: number, most: number];
  homes: HomesEntry[];
  load: Load[];
  faults: Fault[];
  expect: z.infer<(typeof TOP)['expect']>;
}
