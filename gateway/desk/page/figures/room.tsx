// The room of the figures: how fast calls are answered, what is needed, how content people are; also as a report on paper.
import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { NEEDS, OUTCOMES } from '../../call-record.ts';
import type { Counts, Figures } from '../../ledger/shapes.ts';
import { NEED_WORDS, OUTCOME_WORDS } from '../../words-shapes.ts';
import { ask } from '../ask.ts';
import { locale, useLanguage, useText } from '../language.ts';
import { deskNow } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { TextInput } from '../parts/fields.tsx';
import '../style/ledger.css';
import { Chart } from './chart.tsx';
import { FIGURES } from './texts.ts';

const WEEKS_SHOWN = 12;

function isoOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function monthBefore(months: number) {
  const now = new Date(deskNow());
  return {
    from: isoOf(new Date(now.getFullYear(), now.getMonth() - months, 1)),
    to: isoOf(new Date(now.getFullYear(), now.getMonth() - months + 1, 0)),
  };
}

function lastWeeks() {
  const now = new Date(deskNow());
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 7 * WEEKS_SHOWN + 1);
  return { from: isoOf(from), to: isoOf(now) };
}

function shareText(part: number, whole: number): string {
  if (whole === 0) return '–';
  return (part / whole).toLocaleString(locale(), { style: 'percent', maximumFractionDigits: 1 });
}

const percent = (value: number) => `${Math.round(value)} %`;
const plain = (value: number) => value.toLocaleString(locale());

export function FiguresRoom() {
  const text = useText(FIGURES);
  const [span, setSpan] = useState(lastWeeks);
  const [figures, setFigures] = useState<Figures>();
  const [error, setError] = useState('');
  const read = useCallback(async ({ from, to }: { from: string; to: string }) => {
    setError('');
    try {
      const query = new URLSearchParams({ from, to });
      setFigures(await ask<Figures>(`/api/figures?${query}`));
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  }, []);
  useEffect(() => void read(lastWeeks()), [read]);
  useEffect(() => {
    // On paper nobody opens a table.
    const openTables = () => {
      for (const table of document.querySelectorAll<HTMLDetailsElement>('.pictures details')) {
        table.open = true;
      }
    };
    window.addEventListener('beforeprint', openTables);
    return () => window.removeEventListener('beforeprint', openTables);
  }, []);
  const show = (wanted: { from: string; to: string }) => {
    setSpan(wanted);
    void read(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void read(span);
  };
  return (
    <>
      <form className="bar no-print" onSubmit={submit}>
        <TextInput
          label={text('from')}
          type="date"
          isRequired
          value={span.from}
          onChange={(from) => setSpan({ ...span, from })}
        />
        <TextInput
          label={text('to')}
          type="date"
          isRequired
          value={span.to}
          onChange={(to) => setSpan({ ...span, to })}
        />
        <Button type="submit" look="main">
          {text('show')}
        </Button>
        <Button onPress={() => show(lastWeeks())}>{text('lastWeeks')}</Button>
        <Button onPress={() => show(monthBefore(0))}>{text('thisMonth')}</Button>
        <Button onPress={() => show(monthBefore(1))}>{text('lastMonth')}</Button>
        <Button onPress={() => window.print()}>{text('print')}</Button>
      </form>
      <p role="alert" className="error">
        {error}
      </p>
      {figures && <Report figures={figures} />}
    </>
  );
}

function Report({ figures }: { figures: Figures }) {
  const text = useText(FIGURES);
  const { from, to, total, tests } = figures;
  const day = (iso: string) => new Date(`${iso}T00:00`).toLocaleDateString(locale());
  const { calls, red, within60, within180, arrived, within15, rated, ratings } = total;
  const rating = rated === 0 ? '–' : (ratings / rated).toFixed(1);
  return (
    <article>
      <h2>
        {text('report')} {day(from)} – {day(to)}
      </h2>
      <div className="numbers">
        <NumberCard label={text('calls')} value={plain(calls)}>
          {plain(red)} {text('redCalls')} · {plain(tests)} {text('tests')}
        </NumberCard>
        <NumberCard label={text('within60')} value={shareText(within60, calls)} />
        <NumberCard label={text('within180')} value={shareText(within180, calls)} />
        <NumberCard label={text('within15')} value={shareText(within15, arrived)}>
          {plain(arrived)} {text('ofArrived')}
        </NumberCard>
        <NumberCard label={text('satisfaction')} value={rating}>
          {plain(rated)} {text('answers')}
        </NumberCard>
      </div>
      {calls === 0 ? <p className="empty">{text('none')}</p> : <Pictures figures={figures} />}
    </article>
  );
}

function NumberCard(props: { label: string; value: string; children?: React.ReactNode }) {
  const { label, value, children } = props;
  return (
    <div className="card">
      <span className="quiet">{label}</span>
      <strong>{value}</strong>
      {children && <span className="quiet">{children}</span>}
    </div>
  );
}

function Pictures({ figures }: { figures: Figures }) {
  const text = useText(FIGURES);
  const chosen = useLanguage();
  // A chart that gets the same values is not drawn anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts follow the language.
  const charts = useMemo(() => {
    const { weeks, byHour, byNeed, byOutcome, coverage } = figures;
    const shares = (of: keyof Counts) =>
      weeks.map(({ counts }) => (counts.calls === 0 ? null : (100 * counts[of]) / counts.calls));
    const covered = (of: 'installed' | 'inService') =>
      coverage.map((at) => (at.eligible === 0 ? null : (100 * at[of]) / at.eligible));
    return {
      weeks: {
        places: weeks.map(({ from }) => from.slice(5)),
        series: [
          { title: text('within60'), values: shares('within60') },
          { title: text('within180'), values: shares('within180') },
        ],
      },
      hours: {
        places: byHour.map((_, hour) => `${hour}:00`),
        series: [{ title: text('calls'), values: byHour }],
      },
      needs: {
        places: NEEDS.map((need) => NEED_WORDS[need][chosen]),
        series: [{ title: text('calls'), values: NEEDS.map((need) => byNeed[need]) }],
      },
      outcomes: {
        places: OUTCOMES.map((outcome) => OUTCOME_WORDS[outcome][chosen]),
        series: [{ title: text('calls'), values: OUTCOMES.map((outcome) => byOutcome[outcome]) }],
      },
      coverage: {
        places: coverage.map(({ day }) => day),
        series: [
          { title: text('installed'), values: covered('installed') },
          { title: text('inService'), values: covered('inService') },
        ],
      },
    };
  }, [figures, chosen]);
  const { weeks, hours, needs, outcomes, coverage } = charts;
  const share = { look: 'lines', format: percent, max: 100 } as const;
  const count = { look: 'bars', format: plain } as const;
  return (
    <div className="pictures">
      <Chart title={text('byWeek')} placeTitle={text('week')} {...weeks} {...share} />
      <Steps figures={figures} />
      <Chart title={text('byHour')} placeTitle={text('hour')} {...hours} {...count} />
      <Chart title={text('byNeed')} placeTitle={text('need')} {...needs} {...count} />
      <Chart title={text('byOutcome')} placeTitle={text('outcome')} {...outcomes} {...count} />
      {coverage.places.length > 0 && (
        <Chart title={text('coverage')} placeTitle={text('day')} {...coverage} {...share} />
      )}
      <Places figures={figures} />
    </div>
  );
}

function Steps({ figures: { times } }: { figures: Figures }) {
  const text = useText(FIGURES);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard too.
    <section className="card scroll" aria-label={text('steps')} tabIndex={0}>
      <h3>{text('steps')}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('step')}</th>
            {(['counted', 'median', 'p95'] as const).map((title) => (
              <th key={title} scope="col" className="number">
                {text(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map(({ step, count, median, p95 }) => (
            <tr key={step}>
              <th scope="row">{text(step)}</th>
              <td className="number">{plain(count)}</td>
              <td className="number">{durationText(median)}</td>
              <td className="number">{durationText(p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function durationText(seconds: number | null): string {
  if (seconds === null) return '–';
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function Places({ figures: { places } }: { figures: Figures }) {
  const text = useText(FIGURES);
  const columns = ['calls', 'within60', 'within180', 'within15', 'satisfaction'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard too.
    <section className="card scroll wide-card" aria-label={text('places')} tabIndex={0}>
      <h3>{text('places')}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('subdistrict')}</th>
            <th scope="col">{text('community')}</th>
            {columns.map((title) => (
              <th key={title} scope="col" className="number">
                {text(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(({ subdistrict, community, counts }) => (
            <tr key={`${subdistrict} ${community}`}>
              <td>{subdistrict}</td>
              <td>{community}</td>
              <td className="number">{plain(counts.calls)}</td>
              <td className="number">{shareText(counts.within60, counts.calls)}</td>
              <td className="number">{shareText(counts.within180, counts.calls)}</td>
              <td className="number">{shareText(counts.within15, counts.arrived)}</td>
              <td className="number">
                {counts.rated === 0 ? '–' : (counts.ratings / counts.rated).toFixed(1)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
