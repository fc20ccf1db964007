// Buttons: homes that are registered appear in the archive by themselves, cases become work for somebody, and coverage is counted.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ButtonStore } from '#gateway/desk/archive/button-store.ts';
import { HomeReader } from '#gateway/desk/archive/homes.ts';
import { reachedBy } from '#gateway/desk/archive/reached.ts';
import { ResidentStore } from '#gateway/desk/archive/resident-store.ts';
import { type ButtonCase, NO_RESIDENT } from '#gateway/desk/archive/shapes.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { ownCertificate } from '#gateway/system/own-certificate.ts';
import { AdminGateway } from '#test/support/admin-gateway.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { ADMIN } from '#test/support/registry.ts';
import { tempFolder } from '../../temp.ts';
import type { Officer } from '../officer.ts';
import { type DeskAlone, startAlone } from './desk-alone.ts';
import { WANG } from './people.ts';

const SILENT = { info() {}, warn() {}, error() {} };
const ALL = { text: '', subdistrict: '', community: '', list: 'all' as const, page: 0 };

async function open() {
  const store = await DeskStore.open({
    folder: await tempFolder(),
    masterKey: Buffer.alloc(32, 1),
  });
  onTestFinished(() => store.close());
  const residents = new ResidentStore(store.db, systemClock);
  return { store, residents, buttons: new ButtonStore(store.db) };
}

describe('a home that is registered at the gateway', () => {
  it('becomes a resident whose facts are missing, with its button, and follows it', async () => {
    const gateway = await AdminGateway.start();
    onTestFinished(() => gateway.stop());
    const { registry } = gateway.ports;
    const resident = { name: '王秀英', address: '幸福路12号' };
    const home = { reference: '4711', community: '幸福社区', subdistrict: '和平街道', resident };
    const { homeId } = await registry.putHome(ADMIN, home);
    await registry.register(ADMIN, { deviceId: 'CB-0001', group: '' });
    await registry.bind(ADMIN, 'CB-0001', homeId);
    const { residents, buttons } = await open();
    const token = await gateway.newToken('desk', 'operator');
    const read = async () => {
      const clock = new MovingClock();
      const reader = new HomeReader({ url: gateway.url, token, buttons, clock, log: SILENT });
      reader.start();
      await expect.poll(() => clock.armed).toBe(1);
      await reader.stop();
    };
    await read();
    const [row] = (await residents.search(ALL)).rows;
    expect(row).toMatchObject({ reference: '4711', name: '王秀英', isMissing: true });
    const id = row?.id as number;
    expect((await residents.resident(id)).resident).toMatchObject({
      address: '幸福路12号',
      community: '幸福社区',
      deviceIds: ['CB-0001'],
    });
    expect(await buttons.state('CB-0001')).toMatchObject({ state: 'new', isSilent: false });
    // What somebody has written since stays, and nothing is written twice.
    const { resident: kept } = await residents.resident(id);
    const mended = { ...kept, name: '王淑英' };
    await residents.save({ id, version: undefined, resident: mended, by: 'Ann' });
    const changes = await residents.changesOf(id);
    await read();
    expect(await residents.changesOf(id)).toEqual(changes);
    // The button moves to another home.
    const other = await registry.putHome(ADMIN, { ...home, reference: '4712' });
    await registry.bind(ADMIN, 'CB-0001', other.homeId, 'moved');
    await read();
    expect((await residents.resident(id)).resident.deviceIds).toEqual([]);
    const moved = await residents.find('4712', '');
    expect((await residents.resident(moved as number)).resident.deviceIds).toEqual(['CB-0001']);
  });

  it('is asked for page by page; a gateway that does not answer changes nothing, and is asked again later', async () => {
    const { residents, buttons } = await open();
    const count = 2_300;
    const homes = Array.from({ length: count }, (_, n) => ({
      home_id: `h${String(n).padStart(5, '0')}`,
      reference: `R${n}`,
      community: '',
      subdistrict: '',
    }));
    let isDown = true;
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://x');
      asked.push(`${url.pathname} ${request.headers.authorization}`);
      const after = url.searchParams.get('after') ?? '';
      response.statusCode = isDown ? 503 : 200;
      const page = homes.filter(({ home_id }) => home_id > after).slice(0, 1_000);
      response.end(
        JSON.stringify(url.pathname.endsWith('homes') ? { homes: page } : { devices: [] }),
      );
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const clock = new MovingClock();
    const url = `http://127.0.0.1:${port}/api/v1`;
    const reader = new HomeReader({ url, token: 'secret', buttons, clock, log: SILENT });
    onTestFinished(() => reader.stop());
    reader.start();
    await expect.poll(() => clock.armed).toBe(1);
    expect((await residents.search(ALL)).total).toBe(0);
    isDown = false;
    await clock.advance(2_000);
    await expect.poll(() => clock.armed, { timeout: 60_000 }).toBe(1);
    expect((await residents.search(ALL)).total).toBe(count);
    expect(asked).toEqual([
      '/api/v1/homes Bearer secret',
      '/api/v1/homes Bearer secret',
      '/api/v1/homes Bearer secret',
      '/api/v1/homes Bearer secret',
      '/api/v1/devices Bearer secret',
    ]);
  });
});

describe('a gateway over TLS', () => {
  it('is read when it shows the certificate that it is known by, and told no token when it shows another', async () => {
    const certificate = async (names: string[]) =>
      ownCertificate({ folder: await tempFolder(), names, now: Date.now() });
    // In its own certificate stands what others call it, and not how it is reached here.
    const ours = await certificate(['gateway.example']);
    const other = await certificate(['gateway.example']);
    const gateway = await AdminGateway.start({ cert: ours.cert, key: ours.key });
    onTestFinished(() => gateway.stop());
    const home = { reference: '4711', community: '', subdistrict: '', resident: {} };
    await gateway.ports.registry.putHome(ADMIN, home);
    const token = await gateway.newToken('desk', 'operator');
    const { residents, buttons } = await open();
    const read = async (ca: string) => {
      const clock = new MovingClock();
      const reader = new HomeReader({
        url: gateway.url,
        token,
        ca,
        buttons,
        clock,
        log: SILENT,
      });
      reader.start();
      await expect.poll(() => clock.armed).toBe(1);
      await reader.stop();
    };
    await read(other.cert);
    expect(gateway.asked).toEqual([]);
    expect((await residents.search(ALL)).total).toBe(0);
    await read(ours.cert);
    expect((await residents.search(ALL)).rows).toMatchObject([{ reference: '4711' }]);
  });
});

describe('coverage', () => {
  it('counts a home by its best button, and one that only somebody has entered as installed', () => {
    expect(reachedBy([])).toBe(0);
    expect(reachedBy([null])).toBe(1);
    expect(reachedBy(['new'])).toBe(0);
    expect(reachedBy(['retired', 'tested', 'suspended'])).toBe(2);
    expect(reachedBy(['tested', 'in_service'])).toBe(3);
    expect(reachedBy(['of a later version'])).toBe(0);
  });

  it('is told by subdistrict and community, without those who are no longer served', async () => {
    const { residents, buttons } = await open();
    const save = (resident: object) =>
      residents.save({
        id: undefined,
        version: undefined,
        resident: { ...NO_RESIDENT, community: 'a', ...resident },
        by: 'Ann',
      });
    await save({ reference: '1', deviceIds: ['CB-1'] });
    await save({ reference: '2', deviceIds: ['CB-2'] });
    await save({ reference: '3' });
    await save({ reference: '4', isFormer: true });
    await save({ reference: '5', community: 'b' });
    const device = { homeId: null, batteryPercent: null, conditions: [], lastSeenAt: null };
    await buttons.takeHomes([{ homeId: 'h1', reference: '1', fields: NO_RESIDENT }], 1);
    const inHome = { ...device, deviceId: 'CB-1', homeId: 'h1' };
    await buttons.takeDevices([{ ...inHome, state: 'tested' }], 1);
    await buttons.takeDevices([{ ...inHome, state: 'in_service' }], 2);
    expect(await buttons.coverage()).toEqual([
      { subdistrict: '', community: 'a', eligible: 3, installed: 2, tested: 1, inService: 1 },
      { subdistrict: '', community: 'b', eligible: 1, installed: 0, tested: 0, inService: 0 },
    ]);
    const names = async (list: 'without_button' | 'not_in_service') =>
      (await residents.search({ ...ALL, list })).rows.map(({ reference }) => reference);
    expect(await names('without_button')).toEqual(['3', '5']);
    expect(await names('not_in_service')).toEqual(['2']);
  });
});

describe('a case of supervision', () => {
  const tell = (alone: DeskAlone, event: 'opened' | 'restored', caseId = 'c1') =>
    alone.send({
      specversion: '1.0',
      id: `${caseId}-${event}`,
      source: '/gateways/g',
      type: 'callbutton.case.v1',
      time: '2026-05-04T04:10:00Z',
      datacontenttype: 'application/json',
      data: {
        text: 'the battery is low',
        case_id: caseId,
        event,
        condition: 'battery_low',
        device_ids: ['CB-0001'],
        opened_at: '2026-05-04T04:00:00Z',
        battery_percent: 12,
        group: 'g',
        homes: { 'CB-0001': { reference: WANG.reference, name: WANG.name } },
      },
    });
  const list = async (officer: Officer, state = 'open') =>
    (await officer.get(`/api/cases?state=${state}`)).body.cases as ButtonCase[];
  const id = '/gateways/g c1';

  it('is work for somebody: taken by one, noted, done, and opened again', async () => {
    const alone = await startAlone();
    const { ann, login } = alone;
    expect(await tell(alone, 'opened')).toBe(202);
    // Told again it is the same.
    await tell(alone, 'opened');
    const [open] = await list(ann);
    expect(open).toMatchObject({
      id,
      condition: 'battery_low',
      deviceIds: ['CB-0001'],
      places: [{ name: WANG.name, reference: WANG.reference }],
      batteryPercent: 12,
      state: 'open',
    });
    const bo = await login('Bo', 'officer');
    const cy = await login('Cy', 'officer');
    const step = (officer: Officer, name: string, text = '') =>
      officer.post('/api/cases/steps', { id, step: name, text });
    expect((await step(bo, 'done')).body.code).toBe('CASE_NOT_YOURS');
    expect((await step(bo, 'taken')).body).toMatchObject({ state: 'taken', taker: 'Bo' });
    expect((await step(cy, 'taken')).body).toMatchObject({ code: 'CASE_NOT_YOURS', detail: 'Bo' });
    expect((await step(cy, 'noted', '已电话通知家属')).status).toBe(200);
    expect((await step(cy, 'noted')).body.code).toBe('DESK_FIELD_WRONG');
    expect((await step(bo, 'done', '换了电池')).body).toMatchObject({ state: 'done' });
    expect(await list(ann)).toEqual([]);
    const [done] = await list(ann, 'done');
    expect(done?.steps.map(({ by, step: what }) => `${by} ${what}`)).toEqual([
      'Bo taken',
      'Cy noted',
      'Bo done',
    ]);
    expect((await step(ann, 'reopened')).body).toMatchObject({ state: 'open', taker: null });
    expect(
      (await ann.post('/api/cases/steps', { id: 'x', step: 'taken', text: '' })).body.code,
    ).toBe('NO_SUCH_CASE');
    const wall = await login('Wall', 'viewer');
    expect((await wall.get('/api/cases')).status).toBe(403);
  });

  it('that ends by itself is done when nobody has taken it, and stays with whoever has', async () => {
    const alone = await startAlone();
    const { ann } = alone;
    await tell(alone, 'opened');
    await tell(alone, 'opened', 'c2');
    await ann.post('/api/cases/steps', { id, step: 'taken', text: '' });
    await tell(alone, 'restored');
    await tell(alone, 'restored', 'c2');
    expect(await list(ann, 'taken')).toMatchObject([{ id, restoredAt: expect.any(Number) }]);
    expect(await list(ann, 'done')).toMatchObject([{ id: '/gateways/g c2' }]);
  });
});
