// The names of cases: stable, unique, printable ASCII without spaces.
import type { Condition } from '../condition.ts';

/** Notice ids have at most 200 characters; the rest of a case's name takes up to 70. */
const MAX_GROUP_LENGTH = 120;

/** `case/{device_id}/{condition}/{openedAt}`. A group stands as `group:{name}`, which no device_id looks like. */
export function caseIdOf(who: string, condition: Condition, openedAt: number): string {
  return `case/${who}/${condition}/${openedAt}`;
}

/** A group's name, which operators choose, percent-encoded; a long one is cut and told apart by a checksum. */
export function groupWho(group: string): string {
  const encoded = encodeURIComponent(group.replace(/\p{Surrogate}/gu, '\ufffd'));
  if (encoded.length <= MAX_GROUP_LENGTH) return `group:${encoded}`;
  return `group:${encoded.slice(0, MAX_GROUP_LENGTH - 9)}~${checksum(group)}`;
}

/** True of a case that is about a group as a whole, however many devices are named in it. */
export function isOfGroup(caseId: string): boolean {
  return caseId.startsWith('case/group:');
}

/** FNV-1a, 32 bits, over UTF-16 units. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
