// The lines and tables of `call-button registry` and `call-button token`.
import type { BindingJson, HomeJson, RegisteredJson, TokenJson } from '../management/views.ts';
import type { REGISTRY } from '../messages/registry.ts';
import type { In } from '../messages/sentence.ts';

type Texts = In<typeof REGISTRY>;

/** One device in one line of a table. */
export function deviceRow(device: RegisteredJson, texts: Texts): string[] {
  const { device_id, state, group, reference, key_version, key_version_used } = device;
  // Its version is remembered, so that none comes twice.
  const hasKey = key_version !== 0 && state !== 'retired';
  const isUsed = key_version_used === key_version;
  const key = isUsed ? `${key_version}` : texts.neverUsed(key_version);
  return [
    device_id,
    texts.state[state],
    group || texts.none,
    reference ?? texts.none,
    hasKey ? key : texts.noKey,
  ];
}

export interface ShownDevice extends RegisteredJson {
  home: HomeJson | null;
  bindings: BindingJson[];
}

/** The rest of what is known of one device, in lines. */
export function shownLines(shown: ShownDevice, texts: Texts): string[] {
  const { model, firmware, account, zone, home, bindings } = shown;
  const fields: [keyof Texts['field'], string][] = [
    ['model', [model, firmware].filter((part) => part !== '').join(', ')],
    ['account', account],
    ['zone', zone],
    ['community', home?.community ?? ''],
    ['subdistrict', home?.subdistrict ?? ''],
    ['name', home?.name ?? ''],
    ['address', home?.address ?? ''],
    ['telephone', home?.telephone ?? ''],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === '' ? [] : [`${texts.field[name]}: ${value}`],
  );
  if (bindings.length === 0) return lines;
  const past = bindings.map(({ reference, since, until, reason }) => {
    const time = `${since} – ${until ?? texts.still}`;
    return `  ${reference ?? texts.none}  ${time}${reason === null ? '' : `  ${reason}`}`;
  });
  return [...lines, texts.bindings, ...past];
}

export function tokenRow(token: TokenJson, texts: Texts): string[] {
  const { name, role, expires_at, used_at } = token;
  return [name, role, expires_at ?? texts.none, used_at ?? texts.never];
}
