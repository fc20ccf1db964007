// The list of services, narrowed by filters, a page at a time, and the way to a spreadsheet.
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { NEEDS, OUTCOMES } from '../../call-record.ts';
import type { LedgerFilter, LedgerPage, LedgerRow } from '../../ledger/shapes.ts';
import { NEED_WORDS, OUTCOME_WORDS } from '../../words-shapes.ts';
import { ask } from '../ask.ts';
import { language, locale, useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { LEDGER } from './texts.ts';

interface Form {
  from: string;
  to: string;
  key: string;
  need: string;
  outcome: string;
  community: string;
  officer: string;
  text: string;
}

const EMPTY: Form = {
  from: '',
  to: '',
  key: '',
  need: '',
  outcome: '',
  community: '',
  officer: '',
  text: '',
};
const DAY_MS = 86_400_000;

function filterOf({ from, to, ...words }: Form): LedgerFilter {
  const chosen = Object.entries(words).filter(([, value]) => value.trim() !== '');
  return {
    ...Object.fromEntries(chosen),
    ...(from === '' ? {} : { from: new Date(`${from}T00:00`).getTime() }),
    // The last day as a whole.
    ...(to === '' ? {} : { to: new Date(`${to}T00:00`).getTime() + DAY_MS }),
  };
}

export function Services() {
  const text = useText(LEDGER);
  const [form, setForm] = useState(EMPTY);
  const [filter, setFilter] = useState<LedgerFilter>({});
  const [rows, setRows] = useState<readonly LedgerRow[]>([]);
  const [next, setNext] = useState<string>();
  const [error, setError] = useState('');
  const [notice, setNotice] = useState('');
  const [choices, setChoices] = useState<{ communities: string[]; officers: string[] }>({
    communities: [],
    officers: [],
  });

  const read = useCallback(async (wanted: LedgerFilter, after?: string) => {
    setError('');
    try {
      const page = await ask<LedgerPage>('/api/ledger', { ...wanted, ...(after ? { after } : {}) });
      setRows((former) => (after ? [...former, ...page.rows] : page.rows));
      setNext(page.next);
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  }, []);
  useEffect(() => {
    void read({});
    ask<typeof choices>('/api/ledger/choices')
      .then(setChoices)
      .catch(() => {});
  }, [read]);

  const set = (name: keyof Form) => (value: string) => setForm({ ...form, [name]: value });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = filterOf(form);
    setFilter(wanted);
    await read(wanted);
  };
  const save = async () => {
    setError('');
    try {
      const asked = { ...filter, language: language() };
      const { path } = await ask<{ path: string }>('/api/ledger/export', asked);
      window.location.assign(path);
      setNotice(text('exporting'));
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  };
  const all = { value: '', text: text('all') };
  const plain = (values: readonly string[]) => [
    all,
    ...values.map((value) => ({ value, text: value })),
  ];
  const worded = (words: Record<string, { en: string; zh: string }>, values: readonly string[]) =>
    values.map((value) => ({ value, text: words[value]?.[language()] ?? value }));
  return (
    <>
      <form className="bar filters no-print" onSubmit={(event) => void submit(event)}>
        <TextInput label={text('from')} type="date" value={form.from} onChange={set('from')} />
        <TextInput label={text('to')} type="date" value={form.to} onChange={set('to')} />
        <TextInput label={text('text')} value={form.text} onChange={set('text')} maxLength={120} />
        <Choice
          label={text('key')}
          value={form.key}
          onChange={set('key')}
          options={[
            all,
            { value: 'red', text: text('red') },
            { value: 'green', text: text('green') },
          ]}
        />
        <Choice
          label={text('need')}
          value={form.need}
          onChange={set('need')}
          options={[all, ...worded(NEED_WORDS, NEEDS)]}
        />
        <Choice
          label={text('outcome')}
          value={form.outcome}
          onChange={set('outcome')}
          options={[all, { value: 'open', text: text('open') }, ...worded(OUTCOME_WORDS, OUTCOMES)]}
        />
        <Choice
          label={text('community')}
          value={form.community}
          onChange={set('community')}
          options={plain(choices.communities)}
        />
        <Choice
          label={text('officer')}
          value={form.officer}
          onChange={set('officer')}
          options={plain(choices.officers)}
        />
        <Button type="submit" look="main">
          {text('search')}
        </Button>
        <Button onPress={() => void save()}>{text('export')}</Button>
      </form>
      <p role="alert" className="error">
        {error}
      </p>
      <p role="status" className="quiet">
        {notice}
      </p>
      {rows.length === 0 ? <p className="empty">{text('nothing')}</p> : <RowsTable rows={rows} />}
      {next !== undefined && (
        <div className="actions no-print">
          <Button onPress={() => void read(filter, next)}>{text('more')}</Button>
        </div>
      )}
    </>
  );
}

function RowsTable({ rows }: { rows: readonly LedgerRow[] }) {
  const text = useText(LEDGER);
  const titles = ['time', 'place', 'person', 'content', 'reached', 'officer', 'outcome'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard too.
    <section className="scroll card list" aria-label={text('services')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {text(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.number} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row }: { row: LedgerRow }) {
  const text = useText(LEDGER);
  const { key, isTest, openedAt, reachedAt, outcome, officer, satisfaction } = row;
  const seconds = reachedAt === null ? undefined : Math.ceil((reachedAt - openedAt) / 1_000);
  const look = seconds === undefined || seconds > 180 ? 'later' : seconds > 60 ? 'late' : '';
  return (
    <tr>
      <td className="when">
        <span className={`tag ${isTest ? '' : key}`}>{text(isTest ? 'test' : key)}</span>
        <time>{timeText(openedAt)}</time>
      </td>
      <td>
        <PlaceCell row={row} />
      </td>
      <td>
        {row.name || row.reference || row.deviceId}
        {row.name && row.reference && <div className="quiet">{row.reference}</div>}
      </td>
      <td>{contentOf(row)}</td>
      <td className={`number age ${look}`}>
        {seconds === undefined ? '–' : `${seconds.toLocaleString(locale())}${text('minutes')}`}
      </td>
      <td>
        {officer || '–'}
        {row.helper && <div className="quiet">{row.helper}</div>}
      </td>
      <td>
        {outcome === '' ? text('open') : OUTCOME_WORDS[outcome][language()]}
        {satisfaction !== null && <div className="quiet">★ {satisfaction}</div>}
      </td>
    </tr>
  );
}

export function PlaceCell({ row: { subdistrict, community, address } }: { row: LedgerRow }) {
  return (
    <>
      {[subdistrict, community].filter(Boolean).join(' · ')}
      {address && <div className="quiet">{address}</div>}
    </>
  );
}

export function contentOf({ needs, needText }: LedgerRow): string {
  const words = needs.map((need) => NEED_WORDS[need][language()]).join('、');
  return [words, needText].filter(Boolean).join(' · ') || '–';
}

export function timeText(at: number): string {
  return new Date(at).toLocaleString(locale(), { dateStyle: 'short', timeStyle: 'short' });
}
