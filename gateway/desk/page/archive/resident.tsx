// One resident: everything that is known, the yearly check, and what was changed by whom.
import { useState } from 'react';
import {
  type ButtonState,
  type Change,
  NO_RESIDENT,
  type PairView,
  type Resident as Person,
  RESIDENT_TEXTS,
  type ResidentSheet,
  type ResidentText,
} from '../../archive/shapes.ts';
import { ask, type Refusal } from '../ask.ts';
import { language, locale, useText } from '../language.ts';
import { deskNow, useLive } from '../live.ts';
import { useAsked } from '../parts/asked.ts';
import { Button } from '../parts/button.tsx';
import { DialLink } from '../parts/dial.tsx';
import { hasDraft } from '../parts/draft.ts';
import { goTo, hrefOf } from '../shell/route.ts';
import { ResidentForm } from './form.tsx';
import { ARCHIVE, FIELDS, SITUATION_WORDS, STATES, WARNINGS } from './texts.ts';

const YEAR_MS = 365.25 * 86_400_000;

export function NewResident() {
  const text = useText(ARCHIVE);
  return (
    <>
      <Back />
      <h2>{text('add')}</h2>
      <ResidentForm
        id={undefined}
        version={null}
        resident={NO_RESIDENT}
        saved={(id) => goTo('archive', String(id))}
        cancel={() => goTo('archive')}
      />
    </>
  );
}

export function Resident({ id, isKeeper }: { id: number; isKeeper: boolean }) {
  const text = useText(ARCHIVE);
  const { data, error, again } = useAsked<ResidentSheet>(`/api/residents/${id}`);
  const { me } = useLive();
  // Also when they had to log in again while they typed.
  const [isEdited, setEdited] = useState(isKeeper && hasDraft(me?.name ?? '', `resident ${id}`));
  if (data === undefined) {
    return (
      <>
        <Back />
        <p role="alert" className="error">
          {error}
        </p>
      </>
    );
  }
  const { resident, version } = data;
  const stopEditing = () => {
    setEdited(false);
    again();
  };
  return (
    <>
      <Back />
      <div className="head">
        <h2>{resident.name || resident.reference}</h2>
        <Age birthDate={resident.birthDate} />
        {resident.situations.map((situation) => (
          <span key={situation} className="tag blue">
            {SITUATION_WORDS[situation][language()]}
          </span>
        ))}
        {resident.isFormer && <span className="tag">{text('isFormer')}</span>}
        <span className="fill" />
        {isKeeper && !isEdited && <Confirm id={id} done={again} />}
        {isKeeper && !isEdited && (
          <Button look="main" onPress={() => setEdited(true)}>
            {text('edit')}
          </Button>
        )}
      </div>
      {isEdited ? (
        <ResidentForm
          id={id}
          version={version}
          resident={resident}
          saved={stopEditing}
          cancel={stopEditing}
        />
      ) : (
        <Sheet sheet={data} />
      )}
    </>
  );
}

function Back() {
  const text = useText(ARCHIVE);
  return (
    <p className="back no-print">
      <a href={hrefOf('archive')}>← {text('back')}</a>
    </p>
  );
}

function Age({ birthDate }: { birthDate: string }) {
  const text = useText(ARCHIVE);
  if (birthDate === '') return null;
  const years = Math.floor((deskNow() - Date.parse(birthDate)) / YEAR_MS);
  return (
    <span className="quiet">
      {years} {text('years')}
    </span>
  );
}

function Confirm({ id, done }: { id: number; done: () => void }) {
  const text = useText(ARCHIVE);
  const [error, setError] = useState('');
  const confirm = () => {
    ask(`/api/residents/${id}/check`, {})
      .then(done)
      .catch((refusal: Refusal) => setError(refusal.message));
  };
  return (
    <>
      {error && <span className="error">{error}</span>}
      <Button onPress={confirm}>{text('confirm')}</Button>
    </>
  );
}

const GROUPS: readonly (readonly [keyof typeof ARCHIVE, readonly ResidentText[]])[] = [
  ['person', ['telephone', 'birthDate', 'reference']],
  ['home', ['subdistrict', 'community', 'building', 'address', 'access']],
  ['life', ['health', 'family', 'needs', 'strengths', 'formerWorkplace', 'partyOrganisation']],
];

function Sheet({ sheet }: { sheet: ResidentSheet }) {
  const text = useText(ARCHIVE);
  const { resident, pairs, buttons, changes, checks, missing } = sheet;
  return (
    <>
      {missing.length > 0 && (
        <p className="lacking">
          <strong>{text('missing')}</strong>
          {': '}
          {missing.map((field) => FIELDS[field][language()]).join('、')}
        </p>
      )}
      <div className="sheets">
        {GROUPS.map(([title, fields]) => (
          <section key={title} className="card">
            <h3>{text(title)}</h3>
            <Facts resident={resident} fields={fields} />
          </section>
        ))}
        <section className="card">
          <h3>{text('contacts')}</h3>
          <ol className="persons">
            {resident.contacts.map(({ name, relation, telephone }) => (
              <li key={`${name} ${telephone}`}>
                <span>
                  {name} <span className="quiet">{relation}</span>
                </span>
                <DialLink telephone={telephone}>{telephone}</DialLink>
              </li>
            ))}
          </ol>
        </section>
        <section className="card">
          <h3>{text('pairs')}</h3>
          <Pairs pairs={pairs} />
        </section>
        <section className="card">
          <h3>{text('buttons')}</h3>
          <ul className="persons">
            {buttons.map((button) => (
              <ButtonLine key={button.deviceId} button={button} />
            ))}
          </ul>
        </section>
      </div>
      <section className="card history">
        <h3>{text('checks')}</h3>
        <p>
          {checks.length === 0
            ? text('never')
            : checks
                .map(({ at, by }) => `${new Date(at).toLocaleDateString(locale())} ${by}`)
                .join(' · ')}
        </p>
        <h3>{text('changes')}</h3>
        <ol>
          {changes.map((change) => (
            <ChangeLine key={change.number} change={change} />
          ))}
        </ol>
      </section>
      <p className="quiet no-print">{text('readOnly')}</p>
    </>
  );
}

function Facts({ resident, fields }: { resident: Person; fields: readonly ResidentText[] }) {
  return (
    <dl className="facts">
      {fields.map((field) => (
        <div key={field}>
          <dt>{FIELDS[field][language()]}</dt>
          <dd>{resident[field] || '—'}</dd>
        </div>
      ))}
    </dl>
  );
}

function Pairs({ pairs }: { pairs: readonly PairView[] }) {
  const text = useText(ARCHIVE);
  if (pairs.length === 0) return <p className="quiet">{text('noPairs')}</p>;
  return (
    <ul className="persons">
      {pairs.map(({ helperId, name, telephone, warnings }) => (
        <li key={helperId}>
          <span>{name}</span>
          <DialLink telephone={telephone}>{telephone}</DialLink>
          {warnings.map((warning) => (
            <span key={warning} className="late wide">
              {name} {WARNINGS[warning][language()]}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function ButtonLine({ button }: { button: ButtonState }) {
  const text = useText(ARCHIVE);
  const { deviceId, state, batteryPercent, isSilent, isOnMains, lastSeenAt } = button;
  const facts = [
    state === '' ? text('unknown') : (STATES[state]?.[language()] ?? state),
    batteryPercent === null ? '' : `${text('battery')} ${batteryPercent} %`,
    lastSeenAt === null ? '' : `${text('seen')} ${new Date(lastSeenAt).toLocaleString(locale())}`,
  ];
  return (
    <li>
      <span>
        {deviceId} {isSilent && <span className="tag amber">{text('silent')}</span>}{' '}
        {isOnMains === false && <span className="tag amber">{text('noMains')}</span>}
      </span>
      <span className="quiet">{facts.filter(Boolean).join(' · ')}</span>
    </li>
  );
}

function ChangeLine({ change: { at, by, fields } }: { change: Change }) {
  const text = useText(ARCHIVE);
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleString(locale())}</time>
      <span>{by || text('desk')}</span>
      <span className="quiet">
        {Object.entries(fields)
          .map(([name, [before, after]]) => changeText(name, before, after))
          .join('；')}
      </span>
    </li>
  );
}

function changeText(name: string, before: unknown, after: unknown): string {
  const isText = (RESIDENT_TEXTS as readonly string[]).includes(name);
  const others: Record<string, { en: string; zh: string } | undefined> = ARCHIVE;
  const label = (isText ? FIELDS[name as ResidentText] : others[name])?.[language()] ?? name;
  if (!isText) return label;
  return before === null || before === '' ? `${label}: ${after}` : `${label}: ${before} → ${after}`;
}
