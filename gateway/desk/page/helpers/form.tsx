// The form of one helper. What is typed stays when it can't be saved.
import {
  HELPER_KINDS,
  HELPER_LIMITS,
  type Helper,
  type HelperKind,
  type Hours,
} from '../../archive/shapes.ts';
import { NEEDS as ALL_NEEDS } from '../../call-record.ts';
import { NEED_WORDS } from '../../words-shapes.ts';
import { language, useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { Check, Checks } from '../parts/checks.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useRecordForm } from '../parts/record-form.ts';
import { DAYS, HELPERS, KINDS } from './texts.ts';

const WORK_DAYS: Hours = { days: [1, 2, 3, 4, 5], from: 8 * 60, to: 18 * 60 };

interface Props {
  id: number | undefined;
  version: number | null;
  helper: Helper;
  saved: () => void;
  cancel: () => void;
}

export function HelperForm({ id, version, helper, saved, cancel }: Props) {
  const text = useText(HELPERS);
  const form = useRecordForm({
    about: `helper ${id ?? 'new'}`,
    path: id === undefined ? '/api/helpers' : `/api/helpers/${id}`,
    field: 'helper',
    version,
    kept: helper,
    typedOf: fieldsOf,
    keptOf: helperOf,
    saved,
  });
  const { typed, set, failure, isWrong } = form;
  const field = (name: 'name' | 'telephone' | 'subdistrict' | 'community' | 'building') => (
    <TextInput
      label={text(name)}
      value={typed[name]}
      onChange={(value) => set({ [name]: value })}
      maxLength={HELPER_LIMITS[name]}
      isInvalid={isWrong(name)}
    />
  );
  const labelOf = (name: string) =>
    HELPERS[name.split('.')[0] as keyof typeof HELPERS]?.[language()];
  return (
    <form onSubmit={(event) => void form.submit(event)} noValidate>
      <div className="form">
        {field('name')}
        {field('telephone')}
        <Choice
          label={text('kind')}
          value={typed.kind}
          onChange={(kind) => set({ kind: kind as HelperKind })}
          options={HELPER_KINDS.map((value) => ({ value, text: KINDS[value][language()] }))}
        />
        {field('subdistrict')}
        {field('community')}
        {field('building')}
        <Checks
          label={text('services')}
          values={typed.services}
          onChange={(services) => set({ services })}
          options={ALL_NEEDS.map((value) => ({ value, text: NEED_WORDS[value][language()] }))}
        />
        <HoursFields hours={typed.hours} change={(hours) => set({ hours })} />
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
        <div className="wide">
          <Check
            label={text('isActive')}
            isOn={typed.isActive}
            onChange={(isActive) => set({ isActive })}
          />
        </div>
      </div>
      <FormEnd
        form={form}
        wrong={[...new Set(failure.fields.map(labelOf))].join('、')}
        cancel={cancel}
      />
    </form>
  );
}

/** What is typed, which may not be a number yet. */
interface Typed extends Omit<Helper, 'latitude' | 'longitude'> {
  latitude: string;
  longitude: string;
}

/** Without what else the list has: the desk takes only these. */
function fieldsOf(helper: Helper): Typed {
  const { kind, name, telephone, subdistrict, community, building } = helper;
  const { services, hours, latitude, longitude, isActive } = helper;
  return {
    kind,
    name,
    telephone,
    subdistrict,
    community,
    building,
    services,
    hours,
    latitude: latitude === null ? '' : String(latitude),
    longitude: longitude === null ? '' : String(longitude),
    isActive,
  };
}

function helperOf(typed: Typed): Helper {
  const numberOf = (value: string) => (value.trim() === '' ? null : Number(value));
  return { ...typed, latitude: numberOf(typed.latitude), longitude: numberOf(typed.longitude) };
}

function HoursFields({
  hours,
  change,
}: {
  hours: readonly Hours[];
  change: (hours: Hours[]) => void;
}) {
  const text = useText(HELPERS);
  const set = (index: number, part: Partial<Hours>) =>
    change(hours.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <fieldset className="wide hours">
      <legend>{text('hours')}</legend>
      <p className="quiet">{text('hoursHint')}</p>
      {hours.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours are what is being typed, and have no other name.
        <div key={index} className="span">
          <Checks
            label={text('days')}
            values={one.days}
            onChange={(days) => set(index, { days })}
            options={DAYS.map((day, at) => ({ value: at + 1, text: day[language()] }))}
          />
          <Time label={text('from')} minutes={one.from} onChange={(from) => set(index, { from })} />
          <Time label={text('to')} minutes={one.to} onChange={(to) => set(index, { to })} />
          <Button onPress={() => change(hours.filter((_, at) => at !== index))}>
            {text('remove')}
          </Button>
        </div>
      ))}
      {hours.length < HELPER_LIMITS.hours && (
        <Button onPress={() => change([...hours, WORK_DAYS])}>{text('addHours')}</Button>
      )}
    </fieldset>
  );
}

interface TimeProps {
  label: string;
  minutes: number;
  onChange: (minutes: number) => void;
}

function Time({ label, minutes, onChange }: TimeProps) {
  const two = (value: number) => String(value).padStart(2, '0');
  return (
    <label className="field">
      {label}
      <input
        type="time"
        value={`${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`}
        onChange={(event) => {
          const [hour, minute] = event.target.value.split(':').map(Number);
          if (hour !== undefined && minute !== undefined) onChange(hour * 60 + minute);
        }}
      />
    </label>
  );
}
