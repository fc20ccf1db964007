// The registry's rules, whatever comes in whatever order: the state machine, and which keys are good.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatewayError } from '#gateway/domain/errors.ts';
import { DEVICE_STATES } from '#gateway/domain/ports/registry.ts';
import * as steps from '#gateway/domain/registry/device.ts';
import {
  goodKeys,
  type KeySet,
  MAX_UNUSED,
  NO_KEYS,
  offerOf,
  withIssued,
  withOffer,
  withUsed,
} from '#gateway/domain/registry/key-set.ts';
import { isBlocked, isStep } from '#gateway/domain/registry/states.ts';
import { MAX_UINT32 } from '#protocol/messages.ts';
import { deriveKey } from '#protocol/seal.ts';
import { ADMIN, LI } from '#test/support/registry.ts';

const bytes = (seed: number, length: number) =>
  createHash('sha256').update(`${seed}`).digest().subarray(0, length);

type KeyEvent = { kind: 'issue' } | { kind: 'offer' } | { kind: 'connect'; which: number };
const keyEvents = fc.array(
  fc.oneof(
    fc.constant<KeyEvent>({ kind: 'issue' }),
    fc.constant<KeyEvent>({ kind: 'offer' }),
    fc.record({ kind: fc.constant('connect' as const), which: fc.nat(20) }),
  ),
  { maxLength: 60 },
);

describe('the keys of a device', () => {
  it('rise for ever; a CONNECT ends all that are older, and nothing else ends the one in use', () => {
    fc.assert(
      fc.property(keyEvents, (events) => {
        let set: KeySet = NO_KEYS;
        const given = new Map<number, string>();
        for (const [seed, event] of events.entries()) {
          const before = set;
          if (event.kind === 'issue') {
            set = withIssued(set, bytes(seed, 32), seed) as KeySet;
            expect(set.newest).toBe(before.newest + 1);
            expect(set.issuedAt).toBe(seed);
          } else if (event.kind === 'offer') {
            set = withOffer(set, bytes(seed, 16)) ?? set;
            // It follows from the one in use, and from no other.
            const offer = offerOf(set);
            const inUse = set.held.find(({ key }) => key.version === set.used)?.key;
            expect(offer === undefined).toBe(set.used === 0);
            if (offer && inUse) {
              expect(offer.key).toEqual(deriveKey(inUse, offer.key.version, offer.nonce));
            }
          } else if (set.held.length > 0) {
            const { version } = set.held[event.which % set.held.length]!.key;
            set = withUsed(set, version);
            expect(set.used).toBe(version);
            for (const { key } of set.held) expect(key.version).toBeGreaterThanOrEqual(version);
            for (const { key } of before.held) {
              const isIssued =
                key.version > version && key.version !== offerOf(before)?.key.version;
              if (isIssued) expect(set.held.map((heldKey) => heldKey.key)).toContain(key);
            }
            expect(withUsed(set, version)).toBe(set);
          }
          // A version is one key, for ever.
          for (const { key } of set.held) {
            const secret = Buffer.from(key.secret).toString('hex');
            expect(given.get(key.version) ?? secret).toBe(secret);
            given.set(key.version, secret);
          }
          const versions = set.held.map(({ key }) => key.version);
          expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
          if (set.used > 0) expect(goodKeys(set)[0]?.version).toBe(set.used);
          const unused = set.held.filter(
            (heldKey) => !heldKey.derived && heldKey.key.version !== set.used,
          );
          expect(unused.length).toBeLessThanOrEqual(MAX_UNUSED);
          expect(set.held.filter(({ derived }) => derived).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('end with the last version that there is', () => {
    const last: KeySet = { ...NO_KEYS, newest: MAX_UINT32 };
    expect(withIssued(last, bytes(1, 32), 0)).toBeUndefined();
    expect(withOffer(last, bytes(1, 16))).toBeUndefined();
  });
});

const deviceEvents = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('state' as const), state: fc.constantFrom(...DEVICE_STATES) }),
    fc.record({ kind: fc.constant('bind' as const), home: fc.constantFrom('h1', 'h2') }),
    fc.constant({ kind: 'unbind' as const }),
    fc.constant({ kind: 'issue' as const }),
    fc.constant({ kind: 'register' as const }),
  ),
  { maxLength: 60 },
);

describe('a device of the registry', () => {
  it('takes only steps of its state machine, and is in service only in a home, with a key', () => {
    fc.assert(
      fc.property(deviceEvents, (events) => {
        const fields = { deviceId: 'CB-0001', group: '' };
        let device = steps.registered(undefined, fields, LI, 0)!.device;
        for (const [at, event] of events.entries()) {
          const now = at + 1;
          const before = device;
          let step: steps.Step | undefined;
          try {
            if (event.kind === 'state') step = steps.changed(device, { state: event.state }, now);
            else if (event.kind === 'bind') step = steps.bound(device, event.home, now, 'moved');
            else if (event.kind === 'unbind') step = steps.unbound(device, 'replaced', now);
            else if (event.kind === 'issue') step = steps.issued(device, bytes(at, 32), now);
            else step = steps.registered(device, fields, ADMIN, now);
          } catch (error) {
            expect(['STATE_WRONG', 'DEVICE_EXISTS']).toContain((error as GatewayError).code);
          }
          if (step === undefined) continue;
          device = step.device;
          if (event.kind === 'state') {
            expect(isStep(before.state, device.state, before.suspendedFrom)).toBe(true);
          }
          if (device.state === 'in_service') {
            expect(device.homeId).toBeDefined();
            expect(device.keys.newest).toBeGreaterThan(0);
          }
          // A home is left and entered with a binding each.
          if (before.homeId !== undefined && before.homeId !== device.homeId) {
            expect(step.ended).toMatchObject({ homeId: before.homeId, since: before.boundAt });
            expect(step.ended?.number).toBe(before.bindings);
          } else expect(step.ended).toBeUndefined();
          if (device.state === 'retired') {
            expect(device).toMatchObject({ keys: { held: [], used: 0 } });
            expect(device.homeId).toBeUndefined();
          }
          expect(device.suspendedFrom === undefined).toBe(device.state !== 'suspended');
          expect(device.keys.newest).toBeGreaterThanOrEqual(before.keys.newest);
        }
      }),
    );
  });

  it('is kept out while it is suspended or retired, and in no other state', () => {
    expect(DEVICE_STATES.filter(isBlocked)).toEqual(['suspended', 'retired']);
    for (const to of DEVICE_STATES) expect(isStep('retired', to)).toBe(false);
  });
});
