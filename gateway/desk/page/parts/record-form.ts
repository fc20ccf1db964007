// A form of something that others change too: keeps what is typed, sends it, and brings in what somebody else has saved meanwhile.
import { type FormEvent, useState } from 'react';
import { ask, type Refusal } from '../ask.ts';
import { readSession } from '../live.ts';
import { useDraft } from './draft.ts';
import { merged } from './merge.ts';

interface Options<T, Kept> {
  /** Names the draft, such as `resident 17`. */
  about: string;
  /** Where it is sent; what is sent stands under `field`. */
  path: string;
  field: string;
  version: number | null;
  kept: Kept;
  typedOf: (kept: Kept) => T;
  keptOf: (typed: T) => Kept;
  saved: (id: number) => void;
}

interface Failure {
  message: string;
  /** Of the form, as the desk names them: `contacts.0.name`. */
  fields: readonly string[];
}

const NO_FAILURE: Failure = { message: '', fields: [] };

export function useRecordForm<T extends object, Kept>(options: Options<T, Kept>) {
  const { about, path, field, kept, typedOf, keptOf, saved } = options;
  const draft = useDraft(about, {
    version: options.version,
    base: typedOf(kept),
    typed: typedOf(kept),
  });
  const [failure, setFailure] = useState(NO_FAILURE);
  const [isSaving, setSaving] = useState(false);
  const { base, typed, version } = draft.value;

  /** What others have saved comes into the form, and nothing of what is typed is lost. */
  const bringIn = async (message: string) => {
    const newest = await ask<{ version: number } & Record<string, Kept>>(path);
    const theirs = typedOf(newest[field] as Kept);
    const { value, contested } = merged(base, typed, theirs);
    draft.change({ version: newest.version, base: theirs, typed: value });
    setFailure({ message, fields: contested });
  };

  const refused = async ({ code, message, detail }: Refusal) => {
    const fields = code === 'DESK_FIELD_WRONG' ? detail.replaceAll(`${field}.`, '').split(' ') : [];
    setFailure({ message, fields });
    if (code === 'DESK_LOGIN_NEEDED') await readSession();
    if (code === 'DESK_CHANGED_MEANWHILE') await bringIn(message).catch(() => {});
  };

  return {
    typed,
    set: (part: Partial<T>) => draft.change({ ...draft.value, typed: { ...typed, ...part } }),
    failure,
    isWrong: (name: string) => failure.fields.includes(name),
    isSaving,
    isChanged: draft.isChanged,
    forget: draft.forget,
    async submit(event: FormEvent) {
      event.preventDefault();
      setSaving(true);
      try {
        const { id } = await ask<{ id: number }>(path, { version, [field]: keptOf(typed) });
        draft.forget();
        saved(id);
      } catch (refusal) {
        await refused(refusal as Refusal);
      } finally {
        setSaving(false);
      }
    },
  };
}
