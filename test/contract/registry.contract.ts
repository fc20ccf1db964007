// What every registry must do: steps of devices, homes and bindings, keys, and a record of every change.
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceSource, Registry } from '#gateway/domain/ports/registry.ts';
import { consoleProof } from '#protocol/console.ts';
import { ADMIN, HOME, install, LI, OPERATOR, RESIDENT } from '#test/support/registry.ts';

export interface RegistryHarness {
  registry: Registry & DeviceSource;
  /** A new one over what is stored. */
  reopen(): Promise<void>;
}

const ID = 'CB-0001';

const hexOf = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString('hex');

export function registryContract(open: () => Promise<RegistryHarness>): void {
  let harness: RegistryHarness;
  const registry = () => harness.registry;
  beforeEach(async () => {
    harness = await open();
  });
  const whats = async (subject = ID) =>
    (await registry().audit({ limit: 100, subject })).map(({ what }) => what).reverse();

  describe('a device', () => {
    it('is new when it is registered, and the same when it is registered again', async () => {
      const device = await registry().register(LI, { deviceId: ID, group: 'north', model: 'CB1' });
      expect(device).toMatchObject({
        deviceId: ID,
        state: 'new',
        group: 'north',
        model: 'CB1',
        firmware: '',
        account: '',
        zone: '',
        keyVersion: 0,
        keyVersionUsed: 0,
        homeId: undefined,
      });
      expect(await registry().register(LI, { deviceId: ID, group: 'south' })).toEqual(device);
      expect(await whats()).toEqual(['device.registered']);
    });

    it('goes step by step into service, and no step can be left out', async () => {
      await registry().register(LI, { deviceId: ID, group: '' });
      const to = (state: 'provisioned' | 'tested' | 'in_service') =>
        registry().change(LI, ID, { state });
      const isWrong = { code: 'STATE_WRONG' };
      await expect(to('provisioned')).rejects.toMatchObject(isWrong);
      await registry().issueKey(LI, ID);
      await expect(to('tested')).rejects.toMatchObject(isWrong);
      await to('provisioned');
      await to('tested');
      await expect(to('in_service')).rejects.toMatchObject(isWrong);
      const { homeId } = await registry().putHome(LI, HOME);
      await registry().bind(LI, ID, homeId);
      expect(await to('in_service')).toMatchObject({ state: 'in_service', homeId });
      await expect(registry().register(LI, { deviceId: ID, group: '' })).rejects.toMatchObject({
        code: 'DEVICE_EXISTS',
      });
    });

    it('in service is out of an installer’s reach, also when it came there while he asked', async () => {
      const { homeId } = await install(registry(), ID, 'tested');
      const other = await registry().putHome(LI, { ...HOME, reference: '4712' });
      const steps = [
        registry().change(LI, ID, { state: 'in_service' }),
        registry().change(LI, ID, { group: 'mine' }),
        registry().bind(LI, ID, other.homeId, 'moved'),
        registry().issueKey(LI, ID),
      ];
      const [first, ...late] = await Promise.allSettled(steps);
      expect(first).toMatchObject({ status: 'fulfilled' });
      const refused = { status: 'rejected', reason: { code: 'ROLE_MISSING' } };
      expect(late).toMatchObject([refused, refused, refused]);
      expect(registry().device(ID)).toMatchObject({ state: 'in_service', homeId, group: 'north' });
      const anew = registry().change(OPERATOR, ID, { state: 'provisioned' });
      await expect(anew).rejects.toMatchObject({ code: 'ROLE_MISSING' });
    });

    it('leaves account and zone behind in the home that it leaves: they would tell the receiver of another resident', async () => {
      await registry().register(LI, { deviceId: ID, group: '', account: '12AB', zone: '7' });
      const { homeId } = await registry().putHome(LI, HOME);
      const other = await registry().putHome(LI, { ...HOME, reference: 'other' });
      await registry().bind(LI, ID, homeId);
      expect(registry().record(ID)?.home).toMatchObject({ sia_account: '12AB', sia_zone: '7' });
      await registry().bind(LI, ID, other.homeId, 'moved');
      expect(registry().device(ID)).toMatchObject({ account: '', zone: '' });
      expect(Object.keys(registry().record(ID)?.home ?? {}).join()).not.toContain('sia');
    });

    it('that is suspended goes back to where it was, and to nowhere else', async () => {
      await install(registry(), ID, 'tested');
      const cut: [string, boolean][] = [];
      registry().onChange((...told) => void cut.push(told));
      const suspended = await registry().change(OPERATOR, ID, { state: 'suspended' }, 'stolen');
      expect(suspended).toMatchObject({ state: 'suspended', suspendedFrom: 'tested' });
      expect(cut).toEqual([[ID, true]]);
      expect(registry().record(ID)).toMatchObject({ blocked: true });
      await expect(registry().change(OPERATOR, ID, { state: 'in_service' })).rejects.toMatchObject({
        code: 'STATE_WRONG',
      });
      await expect(registry().issueKey(ADMIN, ID)).rejects.toMatchObject({ code: 'STATE_WRONG' });
      await harness.reopen();
      expect(await registry().change(OPERATOR, ID, { state: 'tested' })).toMatchObject({
        state: 'tested',
      });
      expect(registry().device(ID)?.suspendedFrom).toBeUndefined();
      expect(await registry().audit({ limit: 2, subject: ID })).toMatchObject([
        { what: 'device.state', detail: { from: 'suspended', to: 'tested' } },
        { what: 'device.state', actor: OPERATOR, detail: { to: 'suspended', reason: 'stolen' } },
      ]);
    });

    it('that is retired has no key and no home any more, and its id is free for an admin only', async () => {
      const { key, homeId } = await install(registry(), ID);
      await registry().change(ADMIN, ID, { state: 'retired' });
      expect(registry().record(ID)).toMatchObject({ keys: [], blocked: true });
      expect(registry().consoleProof(ID, key.version, randomBytes(16))).toBeUndefined();
      expect(await registry().bindingsOf(ID)).toMatchObject([{ homeId, reason: 'retired' }]);
      for (const work of [
        () => registry().change(ADMIN, ID, { state: 'new' }),
        () => registry().change(ADMIN, ID, { group: 'x' }),
        () => registry().bind(OPERATOR, ID, homeId),
        () => registry().issueKey(ADMIN, ID),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'STATE_WRONG' });
      }
      const again = { deviceId: ID, group: 'new life' };
      await expect(registry().register(OPERATOR, again)).rejects.toMatchObject({
        code: 'DEVICE_EXISTS',
      });
      expect(await registry().register(ADMIN, again)).toMatchObject({ state: 'new' });
      // Its versions go on: the old key stays worthless.
      expect((await registry().issueKey(LI, ID)).version).toBe(key.version + 1);
    });

    it('is found page by page, in the order of its id', async () => {
      for (const deviceId of ['CB-3', 'CB-1', 'CB-2'].map((id) => `${id}00`)) {
        await registry().register(LI, { deviceId, group: deviceId === 'CB-200' ? 'b' : 'a' });
      }
      const ids = (query: Parameters<Registry['devices']>[0]) =>
        registry()
          .devices(query)
          .map(({ deviceId }) => deviceId);
      expect(ids({ limit: 2 })).toEqual(['CB-100', 'CB-200']);
      expect(ids({ limit: 2, after: 'CB-200' })).toEqual(['CB-300']);
      expect(ids({ limit: 9, group: 'a' })).toEqual(['CB-100', 'CB-300']);
      expect(ids({ limit: 9, state: 'tested' })).toEqual([]);
    });

    it('with a field that does not fit is refused, and nothing of it is in the message', async () => {
      const refused = { code: 'FIELD_INVALID' };
      for (const fields of [
        { deviceId: 'CB' },
        { deviceId: 'MARKED device' },
        { group: 'MARKED'.repeat(11) },
        { model: 'MARKED\n' },
        { firmware: 'MARKED\u202e' },
        { account: 'MARKED' },
        { zone: 'MARKED' },
        { zone: '1000' },
        { zone: '-1' },
      ]) {
        const device = { deviceId: ID, group: '', ...fields };
        const error = await registry()
          .register(LI, device)
          .catch((reason) => reason);
        expect(error).toMatchObject(refused);
        expect(error.message).not.toContain('MARKED');
      }
      for (const home of [
        { ...HOME, reference: '' },
        { ...HOME, reference: ' ' },
        { ...HOME, reference: 'MARKED'.repeat(11) },
        { ...HOME, resident: { name: 'MARKED\u0007' } },
        { ...HOME, resident: { address: 'MARKED'.repeat(60) } },
        { ...HOME, resident: { illness: 'MARKED' } },
      ]) {
        const error = await registry()
          .putHome(LI, home)
          .catch((reason) => reason);
        expect(error).toMatchObject(refused);
        expect(error.message).not.toContain('MARKED');
      }
      expect(registry().devices({ limit: 9 })).toEqual([]);
      expect(await registry().audit({ limit: 9 })).toEqual([]);
    });

    it('that is not there is said to be not there', async () => {
      const missing = { code: 'NO_SUCH_DEVICE' };
      await expect(registry().change(LI, ID, { group: '' })).rejects.toMatchObject(missing);
      await expect(registry().issueKey(LI, ID)).rejects.toMatchObject(missing);
      await expect(registry().unbind(LI, ID, 'moved')).rejects.toMatchObject(missing);
      await expect(registry().bindingsOf(ID)).rejects.toMatchObject(missing);
      expect(registry().usedKey(ID, 1)).toBe(false);
    });
  });

  describe('a home', () => {
    it('is one per reference: put again it is changed, and its devices carry it', async () => {
      const { homeId } = await install(registry(), ID);
      expect(registry().record(ID)?.home).toEqual({
        reference: HOME.reference,
        community: HOME.community,
        subdistrict: HOME.subdistrict,
        ...RESIDENT,
      });
      const moved = {
        ...HOME,
        community: '',
        resident: { name: 'other', address: '', telephone: '' },
      };
      expect((await registry().putHome(LI, moved)).homeId).toBe(homeId);
      expect(registry().record(ID)?.home).toEqual({
        reference: HOME.reference,
        subdistrict: HOME.subdistrict,
        name: 'other',
      });
      await harness.reopen();
      expect(registry().homeOfReference(HOME.reference)).toMatchObject({
        homeId,
        community: '',
        resident: { name: 'other' },
      });
      // The same again is no change.
      await registry().putHome(LI, moved);
      const records = await registry().audit({ limit: 9, subject: homeId });
      expect(records.map(({ what, detail }) => [what, detail])).toEqual([
        ['home.changed', { fields: 'community name address telephone' }],
        ['home.added', {}],
      ]);
    });

    it('keeps what is known of the resident and is not given again, also after a restart', async () => {
      await install(registry(), ID);
      await registry().putHome(LI, { ...HOME, community: 'other', resident: { name: 'other' } });
      await harness.reopen();
      expect(registry().homeOfReference(HOME.reference)).toMatchObject({
        community: 'other',
        resident: { ...RESIDENT, name: 'other' },
      });
    });

    it('is put once, also by two at the same time', async () => {
      const both = await Promise.all([registry().putHome(LI, HOME), registry().putHome(LI, HOME)]);
      expect(both[0]?.homeId).toBe(both[1]?.homeId);
      expect(registry().homes({ limit: 9 })).toHaveLength(1);
    });

    it('may have several devices, but a device stands in one home', async () => {
      const { homeId } = await install(registry(), ID);
      await install(registry(), 'CB-0002');
      const other = await registry().putHome(LI, { ...HOME, reference: '4712' });
      await expect(registry().bind(OPERATOR, ID, other.homeId)).rejects.toMatchObject({
        code: 'DEVICE_BOUND',
      });
      await expect(registry().bind(OPERATOR, ID, 'nowhere')).rejects.toMatchObject({
        code: 'NO_SUCH_HOME',
      });
      expect(await registry().bind(LI, ID, homeId)).toMatchObject({ homeId });
      await registry().bind(OPERATOR, ID, other.homeId, 'moved');
      // It was tested in the other home.
      expect(registry().device(ID)).toMatchObject({ state: 'provisioned', homeId: other.homeId });
      expect(registry().record(ID)?.home.reference).toBe('4712');
      const [now, former] = await registry().bindingsOf(ID);
      expect(now).toMatchObject({ homeId: other.homeId });
      expect(now?.until).toBeUndefined();
      expect(former).toMatchObject({ homeId, reason: 'moved', until: now?.since });
      await registry().unbind(OPERATOR, ID, 'replaced');
      expect(registry().record(ID)?.home).toEqual({ reference: '' });
      await registry().unbind(OPERATOR, ID, 'replaced');
      expect((await whats()).filter((what) => what === 'device.unbound')).toHaveLength(1);
    });

    it('counts in the coverage as far as its best device is', async () => {
      await install(registry(), ID, 'provisioned');
      await install(registry(), 'CB-0002', 'tested');
      await install(registry(), 'CB-0003', 'in_service', { ...HOME, reference: '2' });
      await install(registry(), 'CB-0004', 'in_service', {
        ...HOME,
        reference: '3',
        community: 'B',
      });
      await registry().change(OPERATOR, 'CB-0004', { state: 'suspended' });
      const { subdistrict } = HOME;
      expect(await registry().coverage(async () => {})).toEqual([
        { subdistrict, community: 'B', homes: 1, installed: 0, tested: 0, inService: 0 },
        { subdistrict, community: HOME.community, homes: 2, installed: 2, tested: 2, inService: 1 },
      ]);
    });
  });

  describe('a key', () => {
    it('is good beside those before until a CONNECT used it or a newer one', async () => {
      await registry().register(LI, { deviceId: ID, group: '' });
      const first = await registry().issueKey(LI, ID);
      const second = await registry().issueKey(LI, ID);
      const third = await registry().issueKey(LI, ID);
      expect([first, second, third].map(({ version }) => version)).toEqual([1, 2, 3]);
      expect(registry().record(ID)?.keys).toEqual([third, second, first]);
      expect(registry().usedKey(ID, 2)).toBe(true);
      expect(registry().record(ID)?.keys).toEqual([second, third]);
      expect(registry().usedKey(ID, 2)).toBe(false);
      expect(registry().usedKey(ID, 1)).toBe(false);
      await harness.reopen();
      expect(registry().record(ID)?.keys).toEqual([second, third]);
      expect(registry().device(ID)).toMatchObject({ keyVersion: 3, keyVersionUsed: 2 });
      expect(await whats()).toEqual([
        'device.registered',
        'key.issued',
        'key.issued',
        'key.issued',
        'key.used',
      ]);
    });

    it('proves itself to the console of its device', async () => {
      const { key } = await install(registry(), ID);
      const challenge = randomBytes(16);
      const expected = consoleProof(key, ID, challenge);
      expect(registry().consoleProof(ID, key.version, challenge)).toBe(expected);
      expect(registry().consoleProof(ID, key.version + 1, challenge)).toBeUndefined();
      expect(registry().consoleProof('CB-9999', key.version, challenge)).toBeUndefined();
    });

    it('is derived only from one that was used; one for the cable afterwards is newer', async () => {
      const { key } = await install(registry(), ID);
      expect(await registry().offer([ID, 'CB-9999'])).toEqual(new Map());
      registry().usedKey(ID, key.version);
      expect(await registry().offer([ID])).toEqual(new Map([[ID, 2]]));
      const offered = registry().nextOf(ID);
      // Asked again it is the same: the device may have taken it.
      expect(await registry().offer([ID])).toEqual(new Map([[ID, 2]]));
      expect(registry().nextOf(ID)).toEqual(offered);
      const cable = await registry().issueKey(ADMIN, ID);
      expect(cable.version).toBe(3);
      await harness.reopen();
      expect(hexOf(registry().nextOf(ID)?.nonce)).toBe(hexOf(offered?.nonce));
      const good = registry()
        .record(ID)
        ?.keys.map(({ secret }) => hexOf(secret));
      expect(good).toEqual([key, cable, offered?.key].map((one) => hexOf(one?.secret)));
      registry().usedKey(ID, 3);
      expect(registry().nextOf(ID)).toBeUndefined();
      expect(registry().record(ID)?.keys).toEqual([cable]);
    });
  });

  it('every change has a record with a number of its own: who, when and what', async () => {
    await install(registry(), ID);
    await registry().change(OPERATOR, ID, { group: 'south', firmware: '1.2' });
    // The same again is none.
    await registry().change(OPERATOR, ID, { group: 'south', firmware: '1.2' });
    const all = await registry().audit({ limit: 100 });
    expect(all.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(all[0]).toEqual({
      number: 8,
      at: expect.any(Number),
      actor: OPERATOR,
      what: 'device.changed',
      subject: ID,
      detail: { group: 'south', firmware: '1.2' },
    });
    expect(await registry().audit({ limit: 2, before: 8 })).toEqual(all.slice(1, 3));
    await harness.reopen();
    expect(await registry().audit({ limit: 100 })).toEqual(all);
    await registry().register(LI, { deviceId: 'CB-0002', group: '' });
    expect(await registry().audit({ limit: 1 })).toMatchObject([{ number: 9 }]);
    const text = JSON.stringify(all);
    for (const secret of [...Object.values(RESIDENT), HOME.reference]) {
      expect(text).not.toContain(secret);
    }
  });
}
