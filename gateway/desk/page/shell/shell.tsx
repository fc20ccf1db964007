// The frame of the page: who is on duty, the rooms, and a line that is lost, said loudly.
import { useEffect, useState } from 'react';
import type { Plan } from '../../people/shapes.ts';
import { ask } from '../ask.ts';
import { type Language, language, listed, setLanguage, useText } from '../language.ts';
import { deskNow, logout, setOnDuty, useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { DialFrame } from '../parts/dial.tsx';
import { Fault } from './fault.tsx';
import { Login } from './login.tsx';
import { ROOMS } from './rooms.tsx';
import { hrefOf, useRoute } from './route.ts';
import { SHELL } from './texts.ts';

export function Shell() {
  const text = useText(SHELL);
  const { me, isLost, isEnded } = useLive();
  const chosen = language();
  // What its person has chosen elsewhere comes along.
  useEffect(() => {
    if (me?.language) setLanguage(me.language);
  }, [me?.language]);
  useEffect(() => {
    document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
    document.title = SHELL.title[chosen];
  }, [chosen]);
  const choose = (wanted: Language) => {
    setLanguage(wanted);
    if (me) ask('/api/me/language', { language: wanted }).catch(() => {});
  };
  return (
    <>
      {isLost && (
        <div id="lost" role="alert">
          {text('lost')}
        </div>
      )}
      <header>
        <h1>{text('title')}</h1>
        {me ? <Rooms /> : <span className="fill" />}
        {me && <Duty />}
        <Button id="language" onPress={() => choose(chosen === 'zh' ? 'en' : 'zh')}>
          {text('other')}
        </Button>
        {me && (
          <Button id="logout" onPress={() => void logout()}>
            {text('logout')}
          </Button>
        )}
      </header>
      {me === null && (
        <main>
          <Login />
        </main>
      )}
      {isEnded && (
        <div className="overlay">
          <div className="dialog" role="alertdialog" aria-label={text('ended')}>
            <p className="notice">{text('ended')}</p>
            <Login />
          </div>
        </div>
      )}
      {me && <OpenRoom />}
      {me && <DialFrame />}
    </>
  );
}

function useRooms() {
  const { me } = useLive();
  return ROOMS.filter(({ roles }) => me && (roles.length === 0 || roles.includes(me.role)));
}

function Rooms() {
  const text = useText(SHELL);
  const rooms = useRooms();
  const [open] = useRoute();
  return (
    <nav aria-label={text('rooms')} className="fill">
      {rooms.map(({ id, name }, index) => {
        const isOpen = id === open || (index === 0 && !rooms.some((room) => room.id === open));
        return (
          <a key={id} href={hrefOf(id)} aria-current={isOpen ? 'page' : undefined}>
            {name[language()]}
          </a>
        );
      })}
    </nav>
  );
}

function OpenRoom() {
  const rooms = useRooms();
  const { isEnded } = useLive();
  const [id, ...path] = useRoute();
  const room = rooms.find((candidate) => candidate.id === id) ?? rooms[0];
  if (room === undefined) return null;
  return (
    // What is typed stays in it, and nobody sees it before they have logged in.
    <main id={room.id} className={isEnded ? 'ended' : undefined}>
      <Fault key={room.id}>
        <room.Content path={path} />
      </Fault>
    </main>
  );
}

const LOOK_MS = 60_000;

/** Whose shift it is and who has no page on duty, for the leader wherever in the desk: nobody is told when a shift begins. */
function Missing() {
  const text = useText(SHELL);
  const { officers } = useLive();
  const [missing, setMissing] = useState<readonly string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is missing follows from who is on duty.
  useEffect(() => {
    let isCurrent = true;
    const read = async () => {
      const from = new Date(deskNow()).toISOString().slice(0, 10);
      const plan = await ask<Plan>(`/api/shifts?from=${from}&days=1`).catch(() => undefined);
      if (isCurrent && plan) setMissing(plan.missing);
    };
    void read();
    const timer = window.setInterval(() => void read(), LOOK_MS);
    return () => {
      isCurrent = false;
      window.clearInterval(timer);
    };
  }, [officers]);
  if (missing.length === 0) return null;
  return (
    <p id="missing" role="alert">
      <a href={hrefOf('people')}>
        {text('missing')}
        {listed(missing)}
      </a>
    </p>
  );
}

function Duty() {
  const text = useText(SHELL);
  const { me, officers, isOnDuty, isLost } = useLive();
  // Without the line nobody here knows who is on duty, and this page is not.
  if (isLost) return null;
  const isNobody = officers.length === 0;
  return (
    <>
      <p
        id="officers"
        title={listed(officers)}
        role={isNobody ? 'alert' : undefined}
        className={isNobody ? 'nobody' : ''}
      >
        {isNobody ? text('nobody') : text('officers') + listed(officers)}
      </p>
      {me?.role === 'leader' && <Missing />}
      {me?.role !== 'viewer' && (
        <Button id="duty" look={isOnDuty ? 'on' : 'main'} onPress={() => void setOnDuty(!isOnDuty)}>
          {text(isOnDuty ? 'onDuty' : 'goOnDuty')}
        </Button>
      )}
    </>
  );
}
