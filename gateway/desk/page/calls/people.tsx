// Whom to telephone, in order: the resident, then the contacts, and when nobody was reached, somebody is to be sent.
import { useContext } from 'react';
import { useText } from '../language.ts';
import { Button, Shortcut } from '../parts/button.tsx';
import { DialLink } from '../parts/dial.tsx';
import { nameOf } from './closed.tsx';
import { SheetOfCall } from './facts.tsx';
import { KEYS, nextToTelephone, type PartProps, type Person } from './take.ts';
import { CALLS } from './texts.ts';

export function People({ call, take }: PartProps) {
  const text = useText(CALLS);
  const people = usePeople(call);
  const next = nextToTelephone(people, call);
  const { telephoning, reachedAt } = call;
  const isReached = reachedAt !== undefined && telephoning === undefined;
  const telephoned = people.find(({ whom }) => whom === telephoning);
  // Once somebody was reached nobody has to be telephoned next; when nobody was, one begins anew.
  const current = isReached ? undefined : (telephoned ?? next ?? people[0]);
  return (
    <section className="part" aria-label={text('telephoneWhom')}>
      <h3>{text('telephoneWhom')}</h3>
      <ul className="people">
        {people.map((person) => (
          <OnePerson
            key={person.whom}
            person={person}
            call={call}
            take={take}
            isCurrent={person === current}
          />
        ))}
      </ul>
      {next === undefined && reachedAt === undefined && (
        <p className="notice" role="alert">
          {text('nobodyReached')}
        </p>
      )}
    </section>
  );
}

export function usePeople(call: PartProps['call']): Person[] {
  const text = useText(CALLS);
  const resident = useContext(SheetOfCall)?.resident;
  const first = {
    whom: '',
    name: nameOf(call),
    relation: text('resident'),
    telephone: call.home.telephone || resident?.telephone || '',
  };
  const contacts = (resident?.contacts ?? []).map(({ name, relation, telephone }) => {
    return {
      whom: name,
      name,
      relation,
      telephone,
    };
  });
  return [first, ...contacts];
}

interface OneProps extends PartProps {
  person: Person;
  isCurrent: boolean;
}

function OnePerson({ person, call, take, isCurrent }: OneProps) {
  const text = useText(CALLS);
  const { whom, name, relation, telephone } = person;
  const isTried = call.notReached.includes(whom);
  const shortcut = (key: string) => (isCurrent ? { shortcut: key } : {});
  return (
    <li className={isCurrent ? 'current' : ''}>
      <span className="who">
        {name}
        <span className="quiet"> {relation}</span>
        {isTried && <span className="tag amber">{text('notReached')}</span>}
        {call.reached.includes(whom) && <span className="tag green">{text('reached')}</span>}
      </span>
      {telephone === '' ? (
        <Button
          {...shortcut(KEYS.telephone)}
          onPress={() => void take({ step: 'telephoned', whom })}
        >
          {text('telephoned')}
        </Button>
      ) : (
        <DialLink
          className={`button ${isCurrent ? 'main' : ''}`}
          telephone={telephone}
          dataKey={isCurrent ? KEYS.telephone : undefined}
          onClick={() => void take({ step: 'telephoned', whom })}
        >
          ☎ {telephone}
          {isCurrent && <Shortcut>{KEYS.telephone}</Shortcut>}
        </DialLink>
      )}
      <Button {...shortcut(KEYS.reached)} onPress={() => void take({ step: 'reached', whom })}>
        {text('reached')}
      </Button>
      <Button
        {...shortcut(KEYS.notReached)}
        onPress={() => void take({ step: 'not_reached', whom })}
      >
        {text('notReached')}
      </Button>
    </li>
  );
}
