// What the fields of devices and homes may hold: length, and no control characters. Pure.
import { isDeviceId } from '#protocol/device/topics.ts';
import { EXPECTED, TEXT_FAULTS } from '../../messages/expected.ts';
import { type Sentence, told } from '../../messages/sentence.ts';
import { ACCOUNT, ZONE } from '../account.ts';
import { GatewayError } from '../errors.ts';
import type { RegisteredDevice, RegisteredHome } from '../ports/registry.ts';
import { textFaultOf } from '../text.ts';
import { MAX_CHARACTERS } from './lengths.ts';

const LONGEST = { ...MAX_CHARACTERS, model: 64, firmware: 32, token: 64 } as const;
type TextField = keyof typeof LONGEST;

function wrong(field: string, expected: Sentence): never {
  // Never with the value: it may be somebody's name.
  throw new GatewayError('FIELD_INVALID', told`${field}: ${expected}`);
}

/** Errors: FIELD_INVALID. */
export function mustBeText(field: TextField, value: string, isNeeded = false): void {
  const most = LONGEST[field];
  if (isNeeded && value.trim() === '') wrong(field, EXPECTED.charactersBetween(1, most));
  if (value.length > most) wrong(field, EXPECTED.bound('atMost', `${most}`, 'characters'));
  const fault = textFaultOf(field, value);
  if (fault !== undefined) wrong(field, TEXT_FAULTS[fault]);
}

type DeviceFields = Partial<
  Pick<RegisteredDevice, 'deviceId' | 'group' | 'model' | 'firmware' | 'account' | 'zone'>
>;

/** Errors: FIELD_INVALID. */
export function mustBeDevice(fields: DeviceFields): void {
  const { deviceId, group, model, firmware, account, zone } = fields;
  if (deviceId !== undefined && !isDeviceId(deviceId)) {
    wrong('device_id', EXPECTED.characters('4-32', 'A-Z a-z 0-9 _ -'));
  }
  for (const [field, value] of Object.entries({ group, model, firmware })) {
    if (value !== undefined) mustBeText(field as TextField, value);
  }
  if (account && !ACCOUNT.test(account)) {
    wrong('account', EXPECTED.accountOrNothing);
  }
  if (zone && !ZONE.test(zone)) wrong('zone', EXPECTED.zoneOrNothing);
}

/** A home that is there keeps the reference that it has. Errors: FIELD_INVALID. */
export function mustBeHome(
  home: Pick<RegisteredHome, 'reference' | 'community' | 'subdistrict' | 'resident'>,
  isThere = false,
): void {
  const { reference, community, subdistrict, resident } = home;
  if (!isThere) mustBeText('reference', reference, true);
  mustBeText('community', community);
  mustBeText('subdistrict', subdistrict);
  for (const [field, value] of Object.entries(resident)) {
    if (value === undefined) continue;
    if (!(field in LONGEST)) wrong(field, EXPECTED.residentField);
    mustBeText(field as TextField, value);
  }
}
