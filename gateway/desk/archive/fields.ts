// What the forms and lists of the archive may hold: each field with its limit, and why a text is refused.
import { z } from 'zod';
import { textFaultOf } from '../../domain/text.ts';
import { NEEDS } from '../call-record.ts';
import {
  HELPER_KINDS,
  HELPER_LIMITS,
  MAX_CONTACTS,
  MAX_DEVICES,
  MAX_PAIRS,
  RESIDENT_LIMITS,
  type ResidentText,
  SITUATIONS,
} from './shapes.ts';

/** Long ones, which people write in lines. */
const LINES: readonly string[] = ['access', 'family', 'health', 'strengths', 'needs', 'text'];
const OLDEST = '1890-01-01';
const DAY_MINUTES = 1_440;

/** Trimmed, in the composition in which texts are compared, and without what nobody can read. */
export function textField(name: string, max: number) {
  return z
    .string()
    .transform((value) => value.replaceAll('\r\n', '\n').trim().normalize('NFC'))
    .refine((value) => [...value].length <= max)
    .refine((value) => {
      const seen = LINES.includes(name) ? value.replaceAll('\n', ' ') : value;
      return textFaultOf(name, seen) === undefined;
    });
}

const resident = (name: ResidentText) => textField(name, RESIDENT_LIMITS[name]);
const helper = (name: Exclude<keyof typeof HELPER_LIMITS, 'hours'>) =>
  textField(name, HELPER_LIMITS[name]);

const isDay = (value: string) =>
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** A day that was, as `1938-04-05`; empty: not known. */
const BirthDate = z
  .string()
  .trim()
  .refine(
    (value) => value === '' || (isDay(value) && value >= OLDEST && Date.parse(value) < Date.now()),
  );

const Latitude = z.number().min(-90).max(90).nullable();
const Longitude = z.number().min(-180).max(180).nullable();
const Id = z.int().min(1);

export const ContactFields = z.strictObject({
  name: textField('name', 128).refine((value) => value !== ''),
  relation: textField('relation', 64),
  telephone: textField('telephone', 32).refine((value) => value !== ''),
});

function once<T extends z.ZodType>(item: T, max: number, min = 0) {
  return z
    .array(item)
    .min(min)
    .max(max)
    .refine((items) => new Set(items).size === items.length);
}

/** One place is known by both of its coordinates, or not at all. */
const hasWholePlace = ({
  latitude,
  longitude,
}: {
  latitude: number | null;
  longitude: number | null;
}) => (latitude === null) === (longitude === null);

export const ResidentFields = z
  .strictObject({
    reference: resident('reference'),
    name: resident('name'),
    telephone: resident('telephone'),
    birthDate: BirthDate,
    subdistrict: resident('subdistrict'),
    community: resident('community'),
    building: resident('building'),
    address: resident('address'),
    access: resident('access'),
    family: resident('family'),
    health: resident('health'),
    formerWorkplace: resident('formerWorkplace'),
    partyOrganisation: resident('partyOrganisation'),
    strengths: resident('strengths'),
    needs: resident('needs'),
    situations: once(z.enum(SITUATIONS), SITUATIONS.length),
    latitude: Latitude,
    longitude: Longitude,
    contacts: z.array(ContactFields).max(MAX_CONTACTS),
    deviceIds: once(z.string().regex(/^[\w-]{1,64}$/), MAX_DEVICES),
    pairs: once(Id, MAX_PAIRS),
    isFormer: z.boolean(),
  })
  // Somebody is found by one of the two.
  .refine(({ name, reference }) => name !== '' || reference !== '', { path: ['name'] })
  .refine(hasWholePlace, { path: ['longitude'] });

export const HelperFields = z
  .strictObject({
    kind: z.enum(HELPER_KINDS),
    name: helper('name').refine((value) => value !== ''),
    telephone: helper('telephone').refine((value) => value !== ''),
    subdistrict: helper('subdistrict'),
    community: helper('community'),
    building: helper('building'),
    services: once(z.enum(NEEDS), NEEDS.length),
    hours: z
      .array(
        z.strictObject({
          days: once(z.int().min(1).max(7), 7, 1),
          from: z
            .int()
            .min(0)
            .max(DAY_MINUTES - 1),
          to: z.int().min(0).max(DAY_MINUTES),
        }),
      )
      .max(HELPER_LIMITS.hours),
    latitude: Latitude,
    longitude: Longitude,
    isActive: z.boolean(),
  })
  .refine(hasWholePlace, { path: ['longitude'] });

/** Of a change on top of the version that somebody had seen; null: it is new. */
export const Version = z.int().min(0).nullable();
