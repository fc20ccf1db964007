// What an installer may type: each field's range, checked before anything is written. protocol/README.md, "Settings".
import type { Address } from '#protocol/messages.ts';
import { ACCOUNT, ZONE } from '../domain/account.ts';
import { MAX_CHARACTERS } from '../domain/registry/lengths.ts';
import { type TextFault, textFaultOf } from '../domain/text.ts';
import { DEVICE_ID } from '../management/wire.ts';

/** Why a value is refused: the key of its sentence in view/. */
export type FieldFault =
  | 'missing'
  | 'id'
  | TextFault
  | 'long_bytes'
  | 'long'
  | 'password_short'
  | 'host'
  | 'port'
  | 'seconds'
  | 'account'
  | 'zone'
  | 'telephone';

/** Of a home, in the order in which they are asked for and shown. */
export const HOME_FIELDS = [
  'reference',
  'community',
  'subdistrict',
  'name',
  'address',
  'telephone',
] as const;

export const FIELD_NAMES = [
  'device_id',
  ...HOME_FIELDS,
  'group',
  'account',
  'zone',
  'wifi_ssid',
  'wifi_password',
  'main',
  'spare',
  'heartbeat_s',
  'unreached_after_s',
  'reason',
] as const;

export type FieldName = (typeof FIELD_NAMES)[number];

const MAX_SSID_BYTES = 32;
const MIN_PASSWORD_BYTES = 8;
const MAX_PASSWORD_BYTES = 63;
const LONGEST: Partial<Record<FieldName, number>> = MAX_CHARACTERS;
const REQUIRED: readonly FieldName[] = ['device_id', 'reference', 'wifi_ssid', 'main', 'reason'];

/** Undefined when the value is good. An empty one is good unless the field is required. */
export function faultOf(field: FieldName, value: string): FieldFault | undefined {
  if (value === '') return REQUIRED.includes(field) ? 'missing' : undefined;
  const fault = textFaultOf(field, value);
  // A blank alone is nothing, and not something with blanks around it.
  if (fault !== undefined && !(fault === 'blanks' && value.trim() === '')) return fault;
  const longest = LONGEST[field];
  if (longest !== undefined && value.length > longest) return 'long';
  if (REQUIRED.includes(field) && value.trim() === '') return 'missing';
  const bytes = Buffer.byteLength(value, 'utf8');
  switch (field) {
    case 'device_id':
      return DEVICE_ID.test(value) ? undefined : 'id';
    case 'wifi_ssid':
      return bytes > MAX_SSID_BYTES ? 'long_bytes' : undefined;
    case 'wifi_password':
      // WPA takes 8 to 63; the device would store less and never join.
      if (bytes < MIN_PASSWORD_BYTES) return 'password_short';
      return bytes > MAX_PASSWORD_BYTES ? 'long_bytes' : undefined;
    case 'account':
      return ACCOUNT.test(value) ? undefined : 'account';
    case 'zone':
      return ZONE.test(value) ? undefined : 'zone';
    case 'telephone':
      return /^\+?[0-9 ()/.-]{3,32}$/.test(value) ? undefined : 'telephone';
    case 'heartbeat_s':
      return isWithin(value, 60, 86_400) ? undefined : 'seconds';
    case 'unreached_after_s':
      return isWithin(value, 30, 600) ? undefined : 'seconds';
    case 'main':
    case 'spare':
      return addressFault(value);
  }
  return undefined;
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

const ADDRESS = /^(tls:\/\/)?(?:\[([^\]]+)\]|([^:]+))(?::(.*))?$/;

function addressFault(text: string): FieldFault | undefined {
  const match = ADDRESS.exec(text);
  const host = match?.[2] ?? match?.[3] ?? '';
  if (host.length > 128 || !/^[A-Za-z0-9._:-]+$/.test(host)) return 'host';
  return /^[0-9]{1,5}$/.test(match?.[4] ?? '') && isWithin(match?.[4] ?? '', 1, 65_535)
    ? undefined
    : 'port';
}

/** Of `host:port`, `tls://host:port` or `[::1]:8883`, in which `faultOf` has found nothing. */
export function addressOf(text: string): Address {
  const match = ADDRESS.exec(text);
  const host = match?.[2] ?? match?.[3] ?? '';
  return { host, port: Number(match?.[4]), tls: match?.[1] !== undefined };
}
