// Buttons and homes as gateways tell of them, in the desk's database.
import type { Kysely } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { ButtonState } from './shapes.ts';

/** Nothing is heard of a device with one of these. */
const SILENT: readonly string[] = ['offline', 'silent'];

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
