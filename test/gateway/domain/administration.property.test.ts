// What is wanted of a device, as laws: revisions and ids only rise, nothing open is dropped, no key is given up too early.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answered,
  type Command,
  type CommandAction,
  ended,
  idAfter,
  isOpen,
  waitAfter,
} from '#gateway/domain/administration/command.ts';
import {
  assigned,
  type DevicePage,
  EMPTY_PAGE,
  isPending,
  MAX_COMMANDS,
  MAX_OPEN,
  openCommands,
  ordered,
  reported,
  withCommand,
  withResult,
} from '#gateway/domain/administration/device-book.ts';
import {
  recallPage,
  recallScopes,
  rememberPage,
  rememberScopes,
} from '#gateway/domain/administration/memory.ts';
import {
  heldKeys,
  isInForce,
  offered,
  type RotatedKeys,
  used,
} from '#gateway/domain/administration/rotation.ts';
import {
  completed,
  isSame,
  merged,
  type Settings,
} from '#gateway/domain/administration/settings.ts';
import { deriveKey, type SealKey } from '#protocol/seal.ts';

const T0 = Date.UTC(2026, 5, 1);

const settings: fc.Arbitrary<Settings> = fc.record(
  {
    heartbeatS: fc.constantFrom(60, 120, 600, 3_600),
    unreachedAfterS: fc.constantFrom(30, 90, 600),
    mainGateway: fc.constantFrom(
      { host: 'a', port: 1, tls: false },
      { host: 'a', port: 1, tls: true },
    ),
  },
  { requiredKeys: [] },
);

const action: fc.Arbitrary<CommandAction> = fc.oneof(
  fc.record({ kind: fc.constant('locate' as const), seconds: fc.integer({ min: 1, max: 600 }) }),
  fc.constant({ kind: 'reboot' as const }),
  fc.record({
    kind: fc.constant('rotate_key' as const),
    keyVersion: fc.integer({ min: 2, max: 9 }),
  }),
);

/** Anything that may happen to a page. */
type Step = (page: DevicePage, now: number) => DevicePage;
const nth = (page: DevicePage, at: number) =>
  page.commands[at % (page.commands.length || 1)]?.id ?? 1;
const step: fc.Arbitrary<Step> = fc.oneof(
  settings.map(
    (wanted): Step =>
      (page, now) =>
        assigned(page, wanted, now),
  ),
  fc.nat(20).map(
    (revision): Step =>
      (page, now) =>
        reported(page, revision, now),
  ),
  fc.constant<Step>((page, now) => reported(page, page.revision, now)),
  action.map(
    (commandAction): Step =>
      (page, now) =>
        ordered(page, commandAction, now) ?? page,
  ),
  fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 5 })).map(
    ([at, outcome]): Step =>
      (page, now) => {
        const result = {
          kind: 'command_result' as const,
          commandId: nth(page, at),
          outcome,
          detail: 'x',
        };
        return withResult(page, result, now);
      },
  ),
  fc.nat(99).map(
    (at): Step =>
      (page, now) =>
        withCommand(page, nth(page, at), (command) => ended(command, 'expired', now)),
  ),
);

describe('the page of a device', () => {
  it('has a revision that never falls, and rises when what the device shall have changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let page = EMPTY_PAGE;
        for (const [at, take] of steps.entries()) {
          const before = page;
          page = take(page, T0 + at);
          expect(page.revision).toBeGreaterThanOrEqual(before.revision);
          if (!isSame(page.told, before.told))
            expect(page.revision).toBeGreaterThan(before.revision);
          expect(page.revision).toBeGreaterThanOrEqual(page.reported ?? 0);
        }
      }),
    );
  });

  it('gives each command an id that was never given, and drops none that is open', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        let page = EMPTY_PAGE;
        for (const [at, take] of steps.entries()) {
          const before = page;
          page = take(page, T0 + at);
          const ids = page.commands.map(({ id }) => id);
          expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
          if (page.lastCommandId !== before.lastCommandId) {
            expect(page.lastCommandId).toBeGreaterThan(before.lastCommandId);
          }
          expect(page.commands.length).toBeLessThanOrEqual(MAX_COMMANDS);
          expect(openCommands(page).length).toBeLessThanOrEqual(MAX_OPEN);
          for (const { id } of openCommands(before)) expect(ids).toContain(id);
        }
      }),
    );
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const page = steps.reduce((devicePage, take, at) => take(devicePage, T0 + at), EMPTY_PAGE);
        const read = recallPage(JSON.parse(JSON.stringify(rememberPage(page))));
        expect({ ...read }).toEqual({ ...page });
      }),
    );
  });

  it('that is damaged is not read', () => {
    const good = JSON.parse(
      JSON.stringify(rememberPage(ordered(EMPTY_PAGE, { kind: 'reboot' }, T0)!)),
    );
    expect(recallPage(good)).toBeDefined();
    for (const field of ['v', 'own', 'told', 'revision', 'lastCommandId', 'commands', 'toldAt']) {
      for (const value of [undefined, null, -1, 'x', 1.5, [1]]) {
        if (value === undefined && field === 'reported') continue;
        expect(recallPage({ ...good, [field]: value })).toBeUndefined();
      }
    }
    for (const change of [{ id: 0.5 }, { state: 'lost' }, { action: { kind: 'dance' } }]) {
      const commands = [{ ...good.commands[0], ...change }];
      expect(recallPage({ ...good, commands })).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => [recallPage(value), recallScopes(value)]).not.toThrow();
      }),
    );
    const scopes = new Map([['all', { settings: { heartbeatS: 60 }, at: T0 }]]);
    expect(recallScopes(JSON.parse(JSON.stringify(rememberScopes(scopes))))).toEqual(scopes);
  });

  it('is pending until the device has its revision, and not when nothing is wanted', () => {
    expect(isPending(EMPTY_PAGE)).toBe(false);
    const page = assigned(EMPTY_PAGE, { heartbeatS: 60 }, T0);
    expect(isPending(page)).toBe(true);
    expect(isPending(reported(page, 1, T0))).toBe(false);
    // A device that was replaced has none.
    expect(isPending(reported(reported(page, 1, T0), 0, T0))).toBe(true);
  });
});

describe('settings', () => {
  it('of the device go before those of its group, and these before those of all', () => {
    fc.assert(
      fc.property(settings, settings, settings, (all, group, own) => {
        const wanted = merged(all, group, own);
        for (const field of ['heartbeatS', 'unreachedAfterS', 'mainGateway'] as const) {
          expect(wanted[field]).toEqual(own[field] ?? group[field] ?? all[field]);
        }
      }),
    );
  });

  it('that are told twice say nothing new', () => {
    fc.assert(
      fc.property(settings, settings, (wanted, before) => {
        const once = completed(wanted, before);
        expect(isSame(completed(wanted, once), once)).toBe(true);
      }),
    );
  });
});

describe('the id of a command', () => {
  it('is larger than the last, and after a restored backup than all that were given since', () => {
    expect(idAfter(7, 0)).toBe(8);
    const before = idAfter(0, T0);
    expect(idAfter(0, T0 + 60_000)).toBeGreaterThan(before);
    expect(idAfter(before, T0)).toBe(before + 1);
  });
});

describe('a result', () => {
  const command: Command = { id: 1, action: { kind: 'reboot' }, state: 'sent', createdAt: T0 };
  const result = (outcome: number, detail = '') => ({
    kind: 'command_result' as const,
    commandId: 1,
    outcome,
    detail,
  });

  it('counts once: what came first stays', () => {
    const done = answered(command, result(1), T0);
    expect(answered(done, result(2), T0 + 1)).toBe(done);
    expect(isOpen(done)).toBe(false);
  });

  it('of a newer device is no success, and its text is harmless on a terminal', () => {
    expect(answered(command, result(9), T0)).toMatchObject({
      state: 'failed',
      detail: 'outcome 9',
    });
    expect(answered(command, result(2, 'a\u001b[2Jb\n'), T0).detail).toBe('a?[2Jb?');
  });
});

describe('the waits between sends', () => {
  it('grow, and end nowhere', () => {
    const waits = Array.from({ length: 20 }, (_, at) => waitAfter(at + 1));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBe(5_000);
    expect(waits.at(-1)).toBe(300_000);
  });
});

describe('the keys of a device', () => {
  const markOf = ({ secret }: SealKey) => Buffer.from(secret).toString('hex').slice(0, 8);
  const FILE: SealKey = { version: 3, secret: Buffer.alloc(32, 9) };
  type Happening = 'offer' | 'take' | 'connect' | 'crash';

  it('held by the gateway always contain that of the device, whatever is lost and crashes', () => {
    const happenings = fc.array(fc.constantFrom<Happening>('offer', 'take', 'connect', 'crash'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        happenings,
        fc.infiniteStream(fc.uint8Array({ minLength: 16, maxLength: 16 })),
        (all, nonces) => {
          let device = FILE;
          let rotated: RotatedKeys | undefined;
          /** An offer is on disk before anybody hears of it; that the old key is forgotten, perhaps never. */
          let onDisk: RotatedKeys | undefined;
          for (const happening of all) {
            if (happening === 'offer') {
              rotated = offered(rotated, FILE, nonces.next().value as Uint8Array, markOf);
              onDisk = rotated;
            }
            const next = rotated?.next;
            if (happening === 'take' && next && next.key.version > device.version) {
              device = deriveKey(device, next.key.version, next.nonce);
            }
            if (happening === 'connect' && rotated) rotated = used(rotated, device.version);
            if (happening === 'crash') rotated = onDisk;
            const held = rotated ? heldKeys(rotated, FILE) : [FILE];
            expect(held.map(markOf)).toContain(markOf(device));
            expect(held.length).toBeLessThanOrEqual(2);
          }
        },
      ),
    );
  });

  it('in force are the rotated ones until another is in the devices file, of no lower version', () => {
    const rotated = offered(undefined, FILE, new Uint8Array(16), markOf);
    const other = (version: number) => ({ version, secret: Buffer.alloc(32, 1) });
    expect(isInForce(rotated, FILE, markOf)).toBe(true);
    expect(isInForce(rotated, other(2), markOf)).toBe(true);
    for (const version of [3, 4, 5]) expect(isInForce(rotated, other(version), markOf)).toBe(false);
  });
});
