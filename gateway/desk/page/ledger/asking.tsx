// Asking afterwards: who waits for a follow-up, who was drawn at random, and what they say.
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import {
  type AskedRow,
  type Sample,
  SURVEY_RESULTS,
  type Survey,
  type SurveyResult,
} from '../../ledger/shapes.ts';
import { ask } from '../ask.ts';
import { language, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { DialLink } from '../parts/dial.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { contentOf, PlaceCell, timeText } from './services.tsx';
import { LEDGER, RATINGS } from './texts.ts';

interface Asked {
  row: AskedRow;
  surveys: readonly Survey[];
}

export function FollowUps() {
  const text = useText(LEDGER);
  const { all, error, read } = useRead<Asked>(async () => {
    const { rows } = await ask<{ rows: AskedRow[] }>('/api/ledger/follow-ups');
    return rows.map((row) => ({ row, surveys: [] }));
  });
  return (
    <>
      <p role="alert" className="error">
        {error}
      </p>
      {all?.length === 0 && <p className="empty">{text('noFollowUps')}</p>}
      <People all={all ?? []} sample={null} saved={read} />
    </>
  );
}

export function Samples() {
  const text = useText(LEDGER);
  const { me } = useLive();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [chosen, setChosen] = useState<number>();
  const [refused, setRefused] = useState('');
  const { all, error, read } = useRead<Sample>(
    async () => (await ask<{ samples: Sample[] }>('/api/samples')).samples,
  );
  const draw = async (event: FormEvent) => {
    event.preventDefault();
    setRefused('');
    const span = {
      from: new Date(`${from}T00:00`).getTime(),
      to: new Date(`${to}T00:00`).getTime() + 86_400_000,
    };
    try {
      const { sample } = await ask<{ sample: number }>('/api/samples/draw', span);
      setChosen(sample);
      await read();
    } catch (refusal) {
      setRefused((refusal as Error).message);
    }
  };
  return (
    <>
      {me?.role === 'leader' && (
        <form className="bar filters" onSubmit={(event) => void draw(event)}>
          <TextInput label={text('from')} type="date" isRequired value={from} onChange={setFrom} />
          <TextInput label={text('to')} type="date" isRequired value={to} onChange={setTo} />
          <Button type="submit" look="main">
            {text('draw')}
          </Button>
        </form>
      )}
      <p role="alert" className="error">
        {refused || error}
      </p>
      {all?.length === 0 && <p className="empty">{text('noSamples')}</p>}
      {all && all.length > 0 && (
        <div className="scroll card list">
          <table>
            <thead>
              <tr>
                <th scope="col">{text('drawn')}</th>
                <th scope="col">{text('by')}</th>
                <th scope="col">{text('period')}</th>
                <th scope="col" className="number">
                  {text('asked')}
                </th>
                <th scope="col">
                  <span className="hidden-text">{text('look')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((sample) => (
                <tr key={sample.number} aria-current={sample.number === chosen || undefined}>
                  <td>{timeText(sample.at)}</td>
                  <td>{sample.by}</td>
                  <td>
                    {timeText(sample.from)} – {timeText(sample.to)}
                  </td>
                  <td className="number">
                    {sample.asked} / {sample.drawn}
                  </td>
                  <td>
                    <Button onPress={() => setChosen(sample.number)}>{text('look')}</Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {chosen !== undefined && <Drawn key={chosen} sample={chosen} saved={read} />}
    </>
  );
}

function Drawn({ sample, saved }: { sample: number; saved: () => Promise<void> }) {
  const text = useText(LEDGER);
  const { all, error, read } = useRead<Asked>(
    async () => (await ask<{ residents: Asked[] }>('/api/samples/drawn', { sample })).residents,
  );
  return (
    <section className="drawn">
      <h3>{text('residents')}</h3>
      <p role="alert" className="error">
        {error}
      </p>
      <People
        all={all ?? []}
        sample={sample}
        saved={async () => {
          await read();
          await saved();
        }}
      />
    </section>
  );
}

interface PeopleProps {
  all: readonly Asked[];
  sample: number | null;
  saved: () => Promise<void>;
}

function People({ all, sample, saved }: PeopleProps) {
  const text = useText(LEDGER);
  const [open, setOpen] = useState<string>();
  return (
    <ul className="asked">
      {all.map(({ row, surveys }) => {
        const last = surveys.at(-1);
        return (
          <li key={row.callId} className="card">
            <div className="facts">
              <strong>{row.name || row.reference || row.deviceId}</strong>
              <span className="quiet">{timeText(row.openedAt)}</span>
              {row.telephone !== '' && (
                <DialLink telephone={row.telephone}>☎ {row.telephone}</DialLink>
              )}
              <div>
                <PlaceCell row={row} />
              </div>
              <div>{contentOf(row)}</div>
              {last && (
                <div className="said">
                  {text(last.result)}
                  {last.satisfaction !== null && ` · ★ ${last.satisfaction}`}
                  {last.text && ` · ${last.text}`}
                </div>
              )}
            </div>
            {open === row.callId ? (
              <Answer
                callId={row.callId}
                sample={sample}
                close={() => setOpen(undefined)}
                saved={saved}
              />
            ) : (
              <Button onPress={() => setOpen(row.callId)}>{text('ask')}</Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface AnswerProps {
  callId: string;
  sample: number | null;
  close: () => void;
  saved: () => Promise<void>;
}

/** What was typed stays until it is saved. */
function Answer({ callId, sample, close, saved }: AnswerProps) {
  const text = useText(LEDGER);
  const [result, setResult] = useState<SurveyResult>('answered');
  const [rating, setRating] = useState('5');
  const [words, setWords] = useState('');
  const [error, setError] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError('');
    const satisfaction = result === 'answered' ? Number(rating) : null;
    try {
      await ask('/api/ledger/surveys', { callId, sample, result, satisfaction, text: words });
      close();
      await saved();
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <Choice
        label={text('result')}
        value={result}
        onChange={(value) => setResult(value as SurveyResult)}
        options={SURVEY_RESULTS.map((value) => ({ value, text: text(value) }))}
      />
      {result === 'answered' && (
        <Choice
          label={text('satisfaction')}
          value={rating}
          onChange={setRating}
          options={RATINGS.map(({ value, ...words }) => ({ value, text: words[language()] }))}
        />
      )}
      <div className="wide">
        <TextInput
          label={text('said')}
          lines={2}
          value={words}
          onChange={setWords}
          maxLength={2_000}
        />
      </div>
      <p role="alert" className="error wide">
        {error}
      </p>
      <div className="actions wide">
        <Button onPress={close}>{text('cancel')}</Button>
        <Button type="submit" look="main">
          {text('save')}
        </Button>
      </div>
    </form>
  );
}

/** Read at once, and again whenever `read` is called. Undefined: not yet. */
function useRead<T>(fetchAll: () => Promise<readonly T[]>) {
  const [all, setAll] = useState<readonly T[]>();
  const [error, setError] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked stays the same as long as it is shown.
  const read = useCallback(async () => {
    try {
      setAll(await fetchAll());
      setError('');
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  }, []);
  useEffect(() => void read(), [read]);
  return { all, error, read };
}
