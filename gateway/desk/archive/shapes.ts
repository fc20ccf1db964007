// The archive as routes and pages exchange it: residents, helpers, and the sheet that opens with a call. Knows neither Node nor a database.
import type { Need, Outcome } from '../call-record.ts';

/** How somebody lives. In all but the last, one helper is there for one resident. */
export const SITUATIONS = [
  'alone',
  'bereft',
  'empty_nested',
  'disabled',
  'hardship',
  'with_family',
] as const;
export type Situation = (typeof SITUATIONS)[number];

/** Fields that are one text each, in the order in which people read and export them. */
export const RESIDENT_TEXTS = [
  'reference',
  'name',
  'telephone',
  'birthDate',
  'subdistrict',
  'community',
  'building',
  'address',
  'access',
  'family',
  'health',
  'formerWorkplace',
  'partyOrganisation',
  'strengths',
  'needs',
] as const;
export type ResidentText = (typeof RESIDENT_TEXTS)[number];

/** Somebody to telephone, in the order of the list. */
export interface Contact {
  name: string;
  relation: string;
  telephone: string;
}

/** Everything that is kept of a resident. Texts may be empty: not known. */
export interface Resident extends Record<ResidentText, string> {
  situations: readonly Situation[];
  /** Degrees, WGS 84; null: not known. */
  latitude: number | null;
  longitude: number | null;
  contacts: readonly Contact[];
  /** Buttons in the home. */
  deviceIds: readonly string[];
  /** Ids of the helpers that this resident is paired with. */
  pairs: readonly number[];
  /** No longer served: has moved away or died. */
  isFormer: boolean;
}

export const NO_RESIDENT: Resident = {
  reference: '',
  name: '',
  telephone: '',
  birthDate: '',
  subdistrict: '',
  community: '',
  building: '',
  address: '',
  access: '',
  family: '',
  health: '',
  formerWorkplace: '',
  partyOrganisation: '',
  strengths: '',
  needs: '',
  situations: [],
  latitude: null,
  longitude: null,
  contacts: [],
  deviceIds: [],
  pairs: [],
  isFormer: false,
};

/** The eight facts, and how somebody lives: what the office is to know of everybody that it serves. */
export const EIGHT_FACTS = [
  'birthDate',
  'address',
  'family',
  'health',
  'formerWorkplace',
  'partyOrganisation',
  'strengths',
  'needs',
] as const satisfies readonly ResidentText[];

/** Which of the eight facts, of name and of telephone are not known yet. */
export function missingFacts(resident: Resident): ResidentText[] {
  return (['name', 'telephone', ...EIGHT_FACTS] as const).filter((field) => resident[field] === '');
}

/** Limits of the fields, in characters. */
export const RESIDENT_LIMITS: Record<ResidentText, number> = {
  reference: 64,
  name: 128,
  telephone: 32,
  birthDate: 10,
  subdistrict: 128,
  community: 128,
  building: 128,
  address: 256,
  access: 500,
  family: 1_000,
  health: 1_000,
  formerWorkplace: 200,
  partyOrganisation: 200,
  strengths: 500,
  needs: 500,
};
export const MAX_CONTACTS = 10;
export const MAX_PAIRS = 20;
export const MAX_DEVICES = 8;

/** One line of a list. */
export interface ResidentRow {
  id: number;
  reference: string;
  name: string;
  /** Empty for who may not see it in a list. */
  telephone: string;
  subdistrict: string;
  community: string;
  building: string;
  /** Some of the eight facts are not known. */
  isMissing: boolean;
  /** When somebody confirmed last that all of it is right, UTC milliseconds; null: never. */
  checkedAt: number | null;
}

/** Which residents a list has. `due`: whose yearly check is due. */
export const RESIDENT_LISTS = [
  'all',
  'missing',
  'due',
  'without_button',
  'not_in_service',
  'former',
] as const;
export type ResidentList = (typeof RESIDENT_LISTS)[number];

export interface ResidentPage {
  rows: readonly ResidentRow[];
  /** How many there are; of what was searched for no more than `MAX_COUNTED` are counted. */
  total: number;
}
export const ROWS_A_PAGE = 50;
export const MAX_COUNTED = 10_000;

/** Why a row of an imported list is refused. */
export const ROW_FAULTS = [
  'wrong',
  'no_name',
  'unknown_id',
  'ambiguous',
  'twice',
  'reference_taken',
  'device_elsewhere',
  'cells',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** What a list would change, before anything is written. */
export interface ImportPreview {
  /** Names of columns that mean nothing here. */
  ignored: readonly string[];
  fresh: number;
  changed: number;
  same: number;
  /** How many rows are refused, and the first of them. */
  refused: number;
  errors: readonly { line: number; field: string; fault: RowFault }[];
  /** The first that are new or changed, with the fields that change. */
  rows: readonly { line: number; isNew: boolean; name: string; fields: readonly string[] }[];
}

/** What was written; rows that were refused are not among them. */
export interface ImportResult {
  fresh: number;
  changed: number;
  same: number;
  refused: number;
}
export const MAX_IMPORT_BYTES = 8 << 20;

/** What is noted of a pair that is more than somebody can do. */
export type PairWarning = 'shared_helper' | 'above_five' | 'above_fifty';

/** A helper as the sheet of a resident shows them. */
export interface PairView {
  helperId: number;
  kind: HelperKind;
  name: string;
  telephone: string;
  isActive: boolean;
  warnings: readonly PairWarning[];
}

/** Who changed what when: from the first text to the second. */
export interface Change {
  number: number;
  at: number;
  by: string;
  fields: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

/** What the archive answers when somebody opens a resident. */
export interface ResidentSheet {
  id: number;
  /** To be sent with the next change: whoever saves on top of somebody else's change is told. */
  version: number;
  resident: Resident;
  missing: readonly ResidentText[];
  pairs: readonly PairView[];
  changes: readonly Change[];
  /** Confirmed that all was right, newest first. */
  checks: readonly { at: number; by: string }[];
  buttons: readonly ButtonState[];
}

/** A button as its gateway told last. */
export interface ButtonState {
  deviceId: string;
  /** new, provisioned, tested, in_service, suspended, retired; empty: its gateway has not told of it. */
  state: string;
  batteryPercent: number | null;
  /** Nothing is heard of it. */
  isSilent: boolean;
  /** Null: not known. */
  isOnMains: boolean | null;
  lastSeenAt: number | null;
  /** When its gateway said so; null: never. */
  toldAt: number | null;
}

export interface LastCall {
  callId: string;
  key: 'red' | 'green';
  openedAt: number;
  needs: readonly Need[];
  outcome: Outcome | null;
  isTest: boolean;
}

/** What opens with a call. All of the resident is empty when nobody in the archive has that home or button. */
export interface CallSheet {
  callId: string;
  residentId: number | null;
  resident: Resident | null;
  missing: readonly ResidentText[];
  pairs: readonly PairView[];
  /** The five before this one, newest first. */
  lastCalls: readonly LastCall[];
  button: ButtonState;
  /** The look was written down, because the call is over or somebody else's. */
  isRecorded: boolean;
}

export const HELPER_KINDS = [
  'volunteer',
  'carer',
  'community_worker',
  'merchant',
  'emergency',
] as const;
export type HelperKind = (typeof HELPER_KINDS)[number];

/** From when to when somebody can be sent on which days; `to` before `from`: until the next morning. */
export interface Hours {
  /** 1: Monday … 7: Sunday. */
  days: readonly number[];
  /** Minutes after midnight. */
  from: number;
  to: number;
}

export interface Helper {
  kind: HelperKind;
  name: string;
  telephone: string;
  subdistrict: string;
  community: string;
  building: string;
  services: readonly Need[];
  /** Empty: always. */
  hours: readonly Hours[];
  latitude: number | null;
  longitude: number | null;
  isActive: boolean;
}

export const HELPER_LIMITS = {
  name: 120,
  telephone: 32,
  subdistrict: 128,
  community: 128,
  building: 128,
  hours: 14,
} as const;

export interface KeptHelper extends Helper {
  id: number;
  /** To be sent with the next change. */
  version: number;
  /** How many residents they are paired with. */
  pairs: number;
}

/** Why somebody is proposed: the nearest reason that there is. */
export const CLOSENESS = ['pair', 'building', 'community', 'distance', 'elsewhere'] as const;
export type Closeness = (typeof CLOSENESS)[number];

export interface Proposal {
  helperId: number;
  kind: HelperKind;
  name: string;
  telephone: string;
  services: readonly Need[];
  closeness: Closeness;
  /** As the crow flies; null: one of the two places is not known. */
  distanceM: number | null;
  /** Sent on an open call, and not done there. */
  isBusy: boolean;
  isOffHours: boolean;
  /** Needs that they don't help with. */
  lacks: readonly Need[];
}

/** What the page of a helper shows. */
export interface HelperTask {
  helper: string;
  key: 'red' | 'green';
  isTest: boolean;
  needs: readonly Need[];
  /** In the officer's words. */
  text: string;
  name: string;
  telephone: string;
  address: string;
  access: string;
  /** UTC milliseconds; null: not yet. */
  sentAt: number;
  onTheWayAt: number | null;
  arrivedAt: number | null;
  doneAt: number | null;
}

export const CASE_STATES = ['open', 'taken', 'done'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** A case of supervision as work for somebody. */
export interface ButtonCase {
  id: string;
  condition: string;
  deviceIds: readonly string[];
  /** Where they are: what the gateway told of their homes. */
  places: readonly { deviceId: string; reference: string; name: string; community: string }[];
  openedAt: number;
  /** When the gateway saw that all was well again; null: it has not. */
  restoredAt: number | null;
  batteryPercent: number | null;
  daysLeft: number | null;
  state: CaseState;
  taker: string | null;
  steps: readonly { at: number; by: string; step: CaseStep; text: string }[];
}
export const CASE_STEPS = ['taken', 'released', 'noted', 'done', 'reopened'] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

/** How far a community is on the way to a button in every home. */
export interface CoverageRow {
  subdistrict: string;
  community: string;
  /** Residents who are to have one. */
  eligible: number;
  installed: number;
  tested: number;
  inService: number;
}
