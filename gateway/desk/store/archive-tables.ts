// The tables of the archive: residents and helpers with all their changes, buttons as gateways tell of them, and cases.
import type { Generated } from 'kysely';

export interface ArchiveTables {
  /** What lists show and are searched by: narrow, so that all of it is read in no time. */
  resident: ResidentTable;
  /** Everything of a resident, as JSON. */
  resident_sheet: { resident_id: number; sheet: string };
  /** Only ever added to. */
  resident_change: ChangeTable & { resident_id: number };
  /** Somebody confirmed that all of it is right. */
  resident_check: { number: Generated<number>; resident_id: number; at: number; by: string };
  /** Somebody looked at a sheet without a call that is theirs. */
  look: { number: Generated<number>; resident_id: number; at: number; by: string };
  /** In whose home a button is. */
  resident_device: { device_id: string; resident_id: number };
  /** Lists whose rows are not all written yet: JSON, and how many are. */
  resident_import: { id: Generated<number>; at: number; by: string; rows: string; written: number };
  pair: { resident_id: number; helper_id: number };
  helper: HelperTable;
  helper_change: ChangeTable & { helper_id: number };
  /** Of the links that are sent to helpers only a hash is kept. */
  helper_link: {
    hash: string;
    call_id: string;
    helper_id: number;
    until: number;
    revoked_at: number | null;
  };
  device: DeviceTable;
  /** Homes as gateways register them, by the id there. */
  home: { home_id: string; reference: string };
  button_case: CaseTable;
  button_case_step: {
    number: Generated<number>;
    case_id: string;
    at: number;
    by: string;
    step: string;
    text: string;
  };
}

interface ResidentTable {
  id: Generated<number>;
  /** Null: not known; else nobody else's. */
  reference: string | null;
  name: string;
  telephone: string;
  subdistrict: string;
  community: string;
  building: string;
  /** 1: some of the eight facts are not known. */
  is_missing: number;
  is_former: number;
  /** How far the best button in the home is: 0 none, 1 installed, 2 tested, 3 in service. */
  reached: number;
  checked_at: number | null;
  /** Number of the newest change. */
  version: number;
}

interface ChangeTable {
  number: Generated<number>;
  at: number;
  by: string;
  /** JSON: each field with what it was and is. */
  fields: string;
}

interface HelperTable {
  id: Generated<number>;
  is_active: number;
  version: number;
  /** JSON. */
  helper: string;
}

interface DeviceTable {
  device_id: string;
  home_id: string | null;
  state: string;
  battery_percent: number | null;
  /** JSON: names of what is wrong with it. */
  conditions: string;
  last_seen_at: number | null;
  told_at: number;
}

interface CaseTable {
  id: string;
  condition: string;
  opened_at: number;
  restored_at: number | null;
  state: string;
  taker: string | null;
  /** JSON of the newest event about it. */
  event: string;
}
