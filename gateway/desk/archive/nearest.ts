// Whom the desk proposes to send: the nearest who can and are free first, and nobody is left out. Pure.
import type { CallState, Need } from '../call-record.ts';
import type { Closeness, Helper, Hours, Proposal } from './shapes.ts';

const EARTH_M = 6_371_000;

export interface Place {
  subdistrict: string;
  community: string;
  building: string;
  latitude: number | null;
  longitude: number | null;
}

export interface Candidate extends Omit<Helper, 'isActive'> {
  id: number;
}

export interface Asked {
  /** Where help is needed; undefined: not known. */
  place: Place | undefined;
  /** Empty: not known yet, so that everybody can. */
  needs: readonly Need[];
  /** Ids of the helpers that the resident is paired with. */
  pairs: ReadonlySet<number>;
  /** Ids of those who were sent somewhere and are not done there. */
  busy: ReadonlySet<number>;
  now: LocalTime;
}

export interface LocalTime {
  /** 1: Monday … 7: Sunday. */
  day: number;
  /** Minutes after midnight. */
  minute: number;
}

/**
 * Every candidate once. Who is busy comes last; before that, who lacks fewer of the needs, who has hours now, and who
 * is closer: a pair of the resident, the same building, the same community, then by distance.
 */
export function propose(candidates: readonly Candidate[], asked: Asked): Proposal[] {
  return candidates
    .map((candidate) => proposalOf(candidate, asked))
    .sort((a, b) => compareProposals(a, b));
}

function proposalOf(candidate: Candidate, asked: Asked): Proposal {
  const { id, kind, name, telephone, services, hours } = candidate;
  return {
    helperId: id,
    kind,
    name,
    telephone,
    services,
    ...closenessOf(candidate, asked),
    isBusy: asked.busy.has(id),
    isOffHours: !isWithin(hours, asked.now),
    lacks: asked.needs.filter((need) => !services.includes(need)),
  };
}

/** Negative when `a` comes first; 0 for the same helper alone. */
export function compareProposals(a: Proposal, b: Proposal): number {
  return (
    Number(a.isBusy) - Number(b.isBusy) ||
    a.lacks.length - b.lacks.length ||
    Number(a.isOffHours) - Number(b.isOffHours) ||
    RANK[a.closeness] - RANK[b.closeness] ||
    compareDistances(a.distanceM, b.distanceM) ||
    a.helperId - b.helperId
  );
}

const RANK: Record<Closeness, number> = {
  pair: 0,
  building: 1,
  community: 2,
  distance: 3,
  elsewhere: 4,
};

/** What is not known is farther than what is. */
function compareDistances(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a - b;
}

function closenessOf(candidate: Candidate, { place, pairs }: Asked) {
  const distanceM = place ? distanceOf(place, candidate) : null;
  return { closeness: nearestReason(candidate, place, pairs, distanceM), distanceM };
}

function nearestReason(
  { id, community, building, subdistrict }: Candidate,
  place: Place | undefined,
  pairs: ReadonlySet<number>,
  distanceM: number | null,
): Closeness {
  if (pairs.has(id)) return 'pair';
  // Two subdistricts may have communities of the same name; a place without one is compared by what it has.
  const isHere =
    place !== undefined &&
    community !== '' &&
    community === place.community &&
    (subdistrict === place.subdistrict || subdistrict === '' || place.subdistrict === '');
  if (isHere && building !== '' && building === place.building) return 'building';
  if (isHere) return 'community';
  return distanceM === null ? 'elsewhere' : 'distance';
}

/** Whole metres as the crow flies; null: one of the places is not known. */
export function distanceOf(
  a: Pick<Place, 'latitude' | 'longitude'>,
  b: Pick<Place, 'latitude' | 'longitude'>,
): number | null {
  if (a.latitude === null || a.longitude === null) return null;
  if (b.latitude === null || b.longitude === null) return null;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (difference: number) => Math.sin(radians(difference) / 2) ** 2;
  const chord =
    half(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude);
  return Math.round(2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord))));
}

/** No hours: always. What begins in the evening and ends in the morning goes over midnight. */
export function isWithin(hours: readonly Hours[], { day, minute }: LocalTime): boolean {
  if (hours.length === 0) return true;
  const yesterday = day === 1 ? 7 : day - 1;
  return hours.some(({ days, from, to }) => {
    if (from < to) return days.includes(day) && minute >= from && minute < to;
    return (days.includes(day) && minute >= from) || (days.includes(yesterday) && minute < to);
  });
}

/** In the time zone of this machine, as an office has its clock. */
export function localTimeOf(utc: number): LocalTime {
  const date = new Date(utc);
  return { day: date.getDay() || 7, minute: date.getHours() * 60 + date.getMinutes() };
}

/** Ids of the helpers who were sent on one of these open calls and are not done there. */
export function busyHelpers(calls: readonly CallState[]): Set<number> {
  const busy = new Set<number>();
  for (const { helpers } of calls) {
    for (const { helperId, doneAt } of helpers) if (doneAt === undefined) busy.add(helperId);
  }
  return busy;
}
