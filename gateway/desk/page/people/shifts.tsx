// A week of shifts: who is on duty when, what nobody has, and who should be there and is not.
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { Plan } from '../../people/shapes.ts';
import { ask } from '../ask.ts';
import { language, listed, locale, useText } from '../language.ts';
import { deskNow, useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { proposedShift } from './proposed-shift.ts';
import { PEOPLE } from './texts.ts';

const WEEK = 7;

function mondayOf(at: number): Date {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - ((date.getDay() + 6) % 7));
}

function plusDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
}

function isoOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function ShiftsView() {
  const text = useText(PEOPLE);
  const { me, officers } = useLive();
  const [week, setWeek] = useState(() => mondayOf(deskNow()));
  const [plan, setPlan] = useState<Plan>();
  const [error, setError] = useState('');
  const [notice, setNotice] = useState('');
  const from = isoOf(week);
  const read = useCallback(async () => {
    try {
      const query = new URLSearchParams({ from, days: String(WEEK) });
      setPlan(await ask<Plan>(`/api/shifts?${query}`));
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  }, [from]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is missing follows from who is on duty.
  useEffect(() => void read(), [read, officers]);
  const act = async (path: string, body: object) => {
    setError('');
    setNotice('');
    try {
      const { added } = await ask<{ added?: number }>(path, body);
      if (added !== undefined) setNotice(text('copied') + added);
      await read();
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  };
  const isLeader = me?.role === 'leader';
  return (
    <>
      {plan && plan.missing.length > 0 && (
        <p className="missing" role="alert">
          {text('missing')}
          {listed(plan.missing)}
        </p>
      )}
      <div className="bar">
        <Button onPress={() => setWeek(plusDays(week, -WEEK))}>{text('former')}</Button>
        <Button onPress={() => setWeek(plusDays(week, WEEK))}>{text('next')}</Button>
        {isLeader && (
          <Button onPress={() => void act('/api/shifts/copy', { from })}>{text('copy')}</Button>
        )}
      </div>
      {isLeader && plan && <AddShift key={from} week={week} officers={plan.officers} act={act} />}
      <p role="alert" className="error">
        {error}
      </p>
      <p role="status">{notice}</p>
      {plan && <Week week={week} plan={plan} isLeader={isLeader} act={act} />}
    </>
  );
}

type Act = (path: string, body: object) => Promise<void>;

interface AddProps {
  week: Date;
  officers: readonly string[];
  act: Act;
}

/** What was chosen stays: the next shift is mostly alike. */
function AddShift({ week, officers, act }: AddProps) {
  const text = useText(PEOPLE);
  const [officer, setOfficer] = useState(officers[0] ?? '');
  const [proposed] = useState(() => proposedShift(week, deskNow()));
  const [from, setFrom] = useState(proposed.from);
  const [to, setTo] = useState(proposed.to);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const shift = { officer, from: new Date(from).getTime(), to: new Date(to).getTime() };
    void act('/api/shifts/add', shift);
  };
  return (
    <form className="bar filters" onSubmit={submit}>
      <Choice
        label={text('officer')}
        value={officer}
        onChange={setOfficer}
        options={officers.map((name) => ({ value: name, text: name }))}
      />
      <TextInput
        label={text('from')}
        type="datetime-local"
        isRequired
        value={from}
        onChange={setFrom}
      />
      <TextInput label={text('to')} type="datetime-local" isRequired value={to} onChange={setTo} />
      <Button type="submit" look="main">
        {text('add')}
      </Button>
    </form>
  );
}

interface WeekProps {
  week: Date;
  plan: Plan;
  isLeader: boolean;
  act: Act;
}

function Week({ week, plan, isLeader, act }: WeekProps) {
  const text = useText(PEOPLE);
  const days = Array.from({ length: WEEK }, (_, index) => plusDays(week, index));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard too.
    <section className="week" aria-label={text('shifts')} tabIndex={0}>
      {days.map((day) => {
        const start = day.getTime();
        const end = plusDays(day, 1).getTime();
        const isIn = (span: { from: number; to: number }) => span.from < end && span.to > start;
        return (
          <section key={start}>
            <h3>{dayText(day)}</h3>
            {plan.shifts.filter(isIn).map((shift) => (
              <div key={shift.number} className="shift">
                <strong>{shift.officer}</strong>
                <span>{spanText(shift, start, end)}</span>
                {isLeader && (
                  <Button
                    aria-label={`${text('remove')}: ${shift.officer}`}
                    onPress={() => void act('/api/shifts/remove', { number: shift.number })}
                  >
                    {text('remove')}
                  </Button>
                )}
              </div>
            ))}
            {plan.gaps.filter(isIn).map((gap) => (
              <div key={gap.from} className="gap">
                <strong>{text('nobody')}</strong>
                <span>{spanText(gap, start, end)}</span>
              </div>
            ))}
          </section>
        );
      })}
    </section>
  );
}

/** In parts: the browser's own Chinese leaves no space between them. */
function dayText(day: Date): string {
  const weekday = day.toLocaleDateString(locale(), { weekday: 'short' });
  const date = day.toLocaleDateString(locale(), { month: 'numeric', day: 'numeric' });
  return language() === 'zh' ? `${date} ${weekday}` : `${weekday} ${date}`;
}

/** The part of it that is in this day. */
function spanText({ from, to }: { from: number; to: number }, start: number, end: number): string {
  const time = (at: number) =>
    new Date(at).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });
  return `${time(Math.max(from, start))} – ${to >= end ? '24:00' : time(to)}`;
}
