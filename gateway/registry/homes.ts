// The homes of the registry: one per reference, changed by it.
import { randomBytes } from 'node:crypto';
import { GatewayError } from '../domain/errors.ts';
import type { RegisteredHome, Resident } from '../domain/ports/registry.ts';
import { mustBeHome } from '../domain/registry/fields.ts';
import type { RegistryIndex } from './index-in-memory.ts';
import { homeRow } from './rows.ts';
import type { AuditEntry } from './store.ts';

export type HomeFields = Pick<
  RegisteredHome,
  'reference' | 'community' | 'subdistrict' | 'resident'
>;

/**
 * The home with this reference as it shall be, and what to record of it; undefined when it is so already. Of the
 * resident a field that isn't given stays, and an empty one goes: who changes a home may not be told who lives there.
 * The record names the fields that changed, never what is in them. Errors: FIELD_INVALID.
 */
export function homeAfter(
  before: RegisteredHome | undefined,
  fields: HomeFields,
  now: number,
): { home: RegisteredHome; audit: AuditEntry } | undefined {
  mustBeHome(fields, before !== undefined);
  const { reference, community, subdistrict } = fields;
  const resident = filled({ ...before?.resident, ...fields.resident });
  const homeId = before?.homeId ?? `home-${randomBytes(8).toString('hex')}`;
  const createdAt = before?.createdAt ?? now;
  const home = { homeId, reference, community, subdistrict, resident, createdAt, changedAt: now };
  if (before === undefined) {
    return { home, audit: { what: 'home.added', subject: homeId, detail: {} } };
  }
  const changed = changedFields(before, home);
  if (changed.length === 0) return undefined;
  const detail = { fields: changed.join(' ') };
  return { home, audit: { what: 'home.changed', subject: homeId, detail } };
}

export function changeOf(home: RegisteredHome, audit: AuditEntry, index: RegistryIndex) {
  return {
    rows: [[homeRow(home.homeId), home] as const],
    audit: [audit],
    apply: () => void index.putHome(home),
  };
}

function filled({ name, address, telephone }: Resident): Resident {
  return { ...(name && { name }), ...(address && { address }), ...(telephone && { telephone }) };
}

function changedFields(before: RegisteredHome, after: RegisteredHome): string[] {
  const flat = ({ community, subdistrict, resident }: RegisteredHome): Record<string, unknown> => ({
    community,
    subdistrict,
    ...resident,
  });
  const a = flat(before);
  const b = flat(after);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

/** Errors: NO_SUCH_HOME. */
export function homeOf(index: RegistryIndex, homeId: string): RegisteredHome {
  const home = index.home(homeId);
  if (home === undefined) throw new GatewayError('NO_SUCH_HOME', homeId);
  return home;
}

/** In the order of home_id. */
export function pageOfHomes(
  index: RegistryIndex,
  { limit, after }: { limit: number; after?: string },
): RegisteredHome[] {
  const page: RegisteredHome[] = [];
  for (const homeId of index.homeIdsAfter(after)) {
    if (page.length >= limit) break;
    page.push(homeOf(index, homeId));
  }
  return page;
}
