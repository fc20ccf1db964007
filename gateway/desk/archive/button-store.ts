// Buttons and homes as gateways tell of them, in the desk's database; and how far each community is on its way.
import type { Kysely, Transaction } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Tables } from '../store/schema.ts';
import { writeReached } from './reached.ts';
import { readSheet, writeResident } from './resident-write.ts';
import { type ButtonState, type CoverageRow, NO_RESIDENT, type Resident } from './shapes.ts';

/** Nothing is heard of a device with one of these. */
const SILENT: readonly string[] = ['offline', 'silent'];

/** When it was heard last is written again when it is older than this: it changes all the time. */
const SEEN_EVERY_MS = 10 * 60_000;
/** Each in one transaction: presses come in between. */
const WRITTEN_AT_ONCE = 25;

export interface ToldHome {
  homeId: string;
  reference: string;
  fields: Pick<Resident, 'name' | 'address' | 'telephone' | 'subdistrict' | 'community'>;
}

export interface ToldDevice {
  deviceId: string;
  homeId: string | null;
  state: string;
  batteryPercent: number | null;
  conditions: readonly string[];
  lastSeenAt: number | null;
}

export class ButtonStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async state(deviceId: string): Promise<ButtonState> {
    const row = await this.#db
      .selectFrom('device')
      .selectAll()
      .where('device_id', '=', deviceId)
      .executeTakeFirst();
    if (row === undefined) return unknownButton(deviceId);
    const conditions = JSON.parse(row.conditions) as string[];
    return {
      deviceId,
      state: row.state,
      batteryPercent: row.battery_percent,
      isSilent: conditions.some((condition) => SILENT.includes(condition)),
      isOnMains: conditions.includes('mains_lost') ? false : null,
      lastSeenAt: row.last_seen_at,
      toldAt: row.told_at,
    };
  }

  /** A home that is new becomes a resident whose facts are missing; of one that is known nothing is overwritten. */
  async takeHomes(homes: readonly ToldHome[], at: number): Promise<void> {
    const known = await this.#knownHomes(homes);
    const changed = homes.filter(({ homeId, reference }) => known.get(homeId) !== reference);
    await this.#inParts(changed, async (write, { homeId, reference, fields }) => {
      await write
        .insertInto('home')
        .values({ home_id: homeId, reference })
        .onConflict((conflict) => conflict.column('home_id').doUpdateSet({ reference }))
        .execute();
      if ((await residentOf(write, reference)) !== undefined) return;
      const resident = { ...NO_RESIDENT, reference, ...fields };
      await writeResident(write, { id: undefined, version: undefined, resident, at, by: '' });
    });
  }

  async takeDevices(devices: readonly ToldDevice[], at: number): Promise<void> {
    const known = await this.#knownDevices(devices);
    const changed = devices.filter((device) => !isAsTold(device, known.get(device.deviceId)));
    await this.#inParts(changed, async (write, device) => {
      const before = known.get(device.deviceId);
      const row = {
        home_id: device.homeId,
        state: device.state,
        battery_percent: device.batteryPercent,
        conditions: JSON.stringify(device.conditions),
        last_seen_at: device.lastSeenAt,
        told_at: at,
      };
      await write
        .insertInto('device')
        .values({ device_id: device.deviceId, ...row })
        .onConflict((conflict) => conflict.column('device_id').doUpdateSet(row))
        .execute();
      const isMoved = before === undefined || before.home_id !== device.homeId;
      if (isMoved) await moveDevice(write, device, at);
      else if (before.state !== device.state) await rateDevice(write, device.deviceId);
    });
  }

  async #knownHomes(homes: readonly ToldHome[]): Promise<Map<string, string>> {
    const ids = homes.map(({ homeId }) => homeId);
    const rows = await this.#db
      .selectFrom('home')
      .selectAll()
      .where('home_id', 'in', ids)
      .execute();
    return new Map(rows.map(({ home_id, reference }) => [home_id, reference]));
  }

  async #knownDevices(devices: readonly ToldDevice[]): Promise<Map<string, Tables['device']>> {
    const ids = devices.map(({ deviceId }) => deviceId);
    const rows = await this.#db
      .selectFrom('device')
      .selectAll()
      .where('device_id', 'in', ids)
      .execute();
    return new Map(rows.map((row) => [row.device_id, row]));
  }

  async #inParts<T>(
    items: readonly T[],
    write: (transaction: Transaction<Tables>, item: T) => Promise<void>,
  ): Promise<void> {
    for (let from = 0; from < items.length; from += WRITTEN_AT_ONCE) {
      const part = items.slice(from, from + WRITTEN_AT_ONCE);
      await this.#db.transaction().execute(async (transaction) => {
        for (const item of part) await write(transaction, item);
      });
    }
  }

  /** By subdistrict and community. */
  async coverage(): Promise<CoverageRow[]> {
    const rows = await this.#db
      .selectFrom('resident')
      .select(['subdistrict', 'community', 'reached'])
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('is_former', '=', 0)
      .groupBy(['subdistrict', 'community', 'reached'])
      .orderBy('subdistrict')
      .orderBy('community')
      .execute();
    const coverage: CoverageRow[] = [];
    for (const { subdistrict, community, reached, count } of rows) {
      let row = coverage.at(-1);
      if (row?.subdistrict !== subdistrict || row.community !== community) {
        row = { subdistrict, community, eligible: 0, installed: 0, tested: 0, inService: 0 };
        coverage.push(row);
      }
      row.eligible += count;
      if (reached >= 1) row.installed += count;
      if (reached >= 2) row.tested += count;
      if (reached >= 3) row.inService += count;
    }
    return coverage;
  }
}

function unknownButton(deviceId: string): ButtonState {
  return {
    deviceId,
    state: '',
    batteryPercent: null,
    isSilent: false,
    isOnMains: null,
    lastSeenAt: null,
    toldAt: null,
  };
}

function isAsTold(told: ToldDevice, row: Tables['device'] | undefined): boolean {
  if (row === undefined) return false;
  const seenLater = (told.lastSeenAt ?? 0) - (row.last_seen_at ?? 0);
  return (
    row.home_id === told.homeId &&
    row.state === told.state &&
    row.battery_percent === told.batteryPercent &&
    row.conditions === JSON.stringify(told.conditions) &&
    seenLater < SEEN_EVERY_MS
  );
}

async function residentOf(
  read: Transaction<Tables>,
  reference: string,
): Promise<number | undefined> {
  const found = await read
    .selectFrom('resident')
    .select('id')
    .where('reference', '=', reference)
    .executeTakeFirst();
  return found?.id;
}

/** Its gateway knows best in whose home it is: it leaves the sheet where it was, and comes to the other. */
async function moveDevice(
  write: Transaction<Tables>,
  { deviceId, homeId }: ToldDevice,
  at: number,
): Promise<void> {
  const home = await write
    .selectFrom('home')
    .select('reference')
    .where('home_id', '=', homeId)
    .executeTakeFirst();
  const to = home && (await residentOf(write, home.reference));
  const from = await write
    .selectFrom('resident_device')
    .select('resident_id')
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  if (from && from.resident_id !== to) {
    await changeDevices(write, from.resident_id, at, (ids) => ids.filter((id) => id !== deviceId));
  }
  if (to === undefined) return;
  if (from?.resident_id === to) await writeReached(write, to);
  else await changeDevices(write, to, at, (ids) => [...ids, deviceId]);
}

async function changeDevices(
  write: Transaction<Tables>,
  id: number,
  at: number,
  change: (deviceIds: readonly string[]) => readonly string[],
): Promise<void> {
  const found = await readSheet(write, id);
  if (found === undefined) throw new GatewayError('NO_SUCH_RESIDENT', `${id}`);
  const resident = { ...found.resident, deviceIds: change(found.resident.deviceIds) };
  await writeResident(write, { id, version: undefined, resident, at, by: '' });
}

async function rateDevice(write: Transaction<Tables>, deviceId: string): Promise<void> {
  const found = await write
    .selectFrom('resident_device')
    .select('resident_id')
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  if (found) await writeReached(write, found.resident_id);
}
