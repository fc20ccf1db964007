// The form of one resident. What is typed stays when it can't be saved, and also while somebody logs in again.
import type { ReactNode } from 'react';
import {
  type Contact,
  type KeptHelper,
  MAX_CONTACTS,
  RESIDENT_LIMITS,
  type Resident,
  type ResidentText,
  SITUATIONS,
} from '../../archive/shapes.ts';
import { language, useText } from '../language.ts';
import { useAsked } from '../parts/asked.ts';
import { Button } from '../parts/button.tsx';
import { Check, Checks } from '../parts/checks.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useRecordForm } from '../parts/record-form.ts';
import { ARCHIVE, FIELDS, SITUATION_WORDS } from './texts.ts';

const LONG: readonly ResidentText[] = ['access', 'family', 'health', 'strengths', 'needs'];

/** What is typed, which may not be a number or a list yet. */
interface Typed extends Omit<Resident, 'latitude' | 'longitude' | 'deviceIds'> {
  latitude: string;
  longitude: string;
  deviceIds: string;
}

function typedOf(resident: Resident): Typed {
  const { latitude, longitude, deviceIds } = resident;
  return {
    ...resident,
    latitude: latitude === null ? '' : String(latitude),
    longitude: longitude === null ? '' : String(longitude),
    deviceIds: deviceIds.join(' '),
  };
}

function residentOf(typed: Typed): Resident {
  // What is no number is sent as null beside a text that says so: the desk names the field.
  const numberOf = (value: string) => (value.trim() === '' ? null : Number(value));
  const isFilled = ({ name, relation, telephone }: Contact) => name + relation + telephone !== '';
  return {
    ...typed,
    contacts: typed.contacts.filter(isFilled),
    latitude: numberOf(typed.latitude),
    longitude: numberOf(typed.longitude),
    deviceIds: typed.deviceIds.split(/[\s,，、]+/).filter((id) => id !== ''),
  };
}

interface Props {
  id: number | undefined;
  version: number | null;
  resident: Resident;
  saved: (id: number) => void;
  cancel: () => void;
}

export function ResidentForm({ id, version, resident, saved, cancel }: Props) {
  const text = useText(ARCHIVE);
  const form = useRecordForm({
    about: `resident ${id ?? 'new'}`,
    path: id === undefined ? '/api/residents' : `/api/residents/${id}`,
    field: 'resident',
    version,
    kept: resident,
    typedOf,
    keptOf: residentOf,
    saved,
  });
  const { typed, set, failure, isWrong } = form;
  const field = (name: ResidentText) => (
    <TextInput
      key={name}
      label={FIELDS[name][language()]}
      value={typed[name]}
      onChange={(value) => set({ [name]: value })}
      maxLength={RESIDENT_LIMITS[name]}
      lines={LONG.includes(name) ? 3 : 1}
      isInvalid={isWrong(name)}
      {...(name === 'birthDate' ? { hint: text('birthHint'), inputMode: 'numeric' } : {})}
    />
  );
  return (
    <form onSubmit={(event) => void form.submit(event)} noValidate>
      <Part title={text('person')}>
        {(['name', 'telephone', 'birthDate', 'reference'] as const).map(field)}
        <Checks
          label={text('situations')}
          values={typed.situations}
          onChange={(situations) => set({ situations })}
          options={SITUATIONS.map((value) => ({ value, text: SITUATION_WORDS[value][language()] }))}
        />
      </Part>
      <Part title={text('home')}>
        {(['subdistrict', 'community', 'building', 'address'] as const).map(field)}
        {field('access')}
        <TextInput
          label={text('deviceIds')}
          hint={text('deviceHint')}
          value={typed.deviceIds}
          onChange={(deviceIds) => set({ deviceIds })}
          isInvalid={failure.fields.some((name) => name.startsWith('deviceIds'))}
        />
        {(['latitude', 'longitude'] as const).map((name) => (
          <TextInput
            key={name}
            label={text(name)}
            value={typed[name]}
            onChange={(value) => set({ [name]: value })}
            inputMode="decimal"
            isInvalid={isWrong(name)}
          />
        ))}
      </Part>
      <Part title={text('contacts')}>
        <Contacts
          contacts={typed.contacts}
          change={(contacts) => set({ contacts })}
          wrong={failure.fields}
        />
      </Part>
      <Part title={text('life')}>
        {(
          [
            'health',
            'family',
            'needs',
            'strengths',
            'formerWorkplace',
            'partyOrganisation',
          ] as const
        ).map(field)}
      </Part>
      <Part title={text('pairs')}>
        <Pairs pairs={typed.pairs} change={(pairs) => set({ pairs })} />
        <div className="wide">
          <Check
            label={text('isFormer')}
            isOn={typed.isFormer}
            onChange={(isFormer) => set({ isFormer })}
          />
        </div>
      </Part>
      <FormEnd form={form} wrong={namesOf(failure.fields)} cancel={cancel} isSticky />
    </form>
  );
}

/** The labels of the fields that the desk has named. */
function namesOf(fields: readonly string[]): string {
  const chosen = language();
  const others: Record<string, { en: string; zh: string }> = {
    deviceIds: ARCHIVE.buttons,
    contacts: ARCHIVE.contact,
    situations: ARCHIVE.situations,
    latitude: ARCHIVE.latitude,
    longitude: ARCHIVE.longitude,
    pairs: ARCHIVE.pairs,
  };
  const names = fields.map((field) => {
    const [first = ''] = field.split('.');
    return (FIELDS[first as ResidentText] ?? others[first])?.[chosen] ?? first;
  });
  return [...new Set(names)].join('、');
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card block" aria-label={title}>
      <h3>{title}</h3>
      <div className="form">{children}</div>
    </section>
  );
}

interface ContactsProps {
  contacts: readonly Contact[];
  change: (contacts: Contact[]) => void;
  wrong: readonly string[];
}

function Contacts({ contacts, change, wrong }: ContactsProps) {
  const text = useText(ARCHIVE);
  const labels = {
    name: FIELDS.name[language()],
    relation: text('relation'),
    telephone: FIELDS.telephone[language()],
  };
  const set = (index: number, part: Partial<Contact>) =>
    change(contacts.map((contact, at) => (at === index ? { ...contact, ...part } : contact)));
  const moveUp = (index: number) => {
    const moved = contacts[index] as Contact;
    const others = contacts.filter((_, at) => at !== index);
    change(others.toSpliced(index - 1, 0, moved));
  };
  return (
    <div className="wide">
      <ol className="contacts">
        {contacts.map((contact, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a contact is the place in the order, and its name is what is being typed.
          <li key={index}>
            {(['name', 'relation', 'telephone'] as const).map((part) => (
              <TextInput
                key={part}
                label={labels[part]}
                value={contact[part]}
                onChange={(value) => set(index, { [part]: value })}
                maxLength={part === 'name' ? 128 : part === 'relation' ? 64 : 32}
                isInvalid={wrong.includes(`contacts.${index}.${part}`)}
              />
            ))}
            <Button isDisabled={index === 0} onPress={() => moveUp(index)}>
              {text('earlier')}
            </Button>
            <Button onPress={() => change(contacts.filter((_, at) => at !== index))}>
              {text('remove')}
            </Button>
          </li>
        ))}
      </ol>
      {contacts.length < MAX_CONTACTS && (
        <Button onPress={() => change([...contacts, { name: '', relation: '', telephone: '' }])}>
          {text('addContact')}
        </Button>
      )}
    </div>
  );
}

function Pairs({ pairs, change }: { pairs: readonly number[]; change: (pairs: number[]) => void }) {
  const text = useText(ARCHIVE);
  const { data } = useAsked<{ helpers: KeptHelper[] }>('/api/helpers');
  const helpers = data?.helpers ?? [];
  const free = helpers.filter(({ id, isActive }) => isActive && !pairs.includes(id));
  return (
    <>
      <ul className="pairs wide">
        {pairs.map((id) => (
          <li key={id}>
            <span>{helpers.find((helper) => helper.id === id)?.name ?? id}</span>
            <Button onPress={() => change(pairs.filter((other) => other !== id))}>
              {text('remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Choice
        label={text('addPair')}
        value=""
        onChange={(id) => change([...pairs, Number(id)])}
        options={[
          { value: '', text: text('choose') },
          ...free.map(({ id, name, community }) => ({
            value: String(id),
            text: [name, community].filter(Boolean).join(' · '),
          })),
        ]}
      />
    </>
  );
}
