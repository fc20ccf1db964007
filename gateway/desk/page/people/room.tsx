// The room of the people: the plan of shifts for all, accounts for a leader, the own password for everybody.
import { useText } from '../language.ts';
import { useLive } from '../live.ts';
import { hrefOf } from '../shell/route.ts';
import '../style/ledger.css';
import { AccountsView } from './accounts.tsx';
import { MyAccount } from './my-account.tsx';
import { ShiftsView } from './shifts.tsx';
import { PEOPLE } from './texts.ts';

const VIEWS = [
  { id: 'shifts', isForLeader: false, Content: ShiftsView },
  { id: 'accounts', isForLeader: true, Content: AccountsView },
  { id: 'me', isForLeader: false, Content: MyAccount },
] as const;

export function PeopleRoom({ path: [id] }: { path: readonly string[] }) {
  const text = useText(PEOPLE);
  const { me } = useLive();
  const views = VIEWS.filter(({ isForLeader }) => !isForLeader || me?.role === 'leader');
  const open = views.find((view) => view.id === id) ?? VIEWS[0];
  return (
    <>
      <nav className="views" aria-label={text('views')}>
        {views.map((view) => (
          <a
            key={view.id}
            href={hrefOf('people', view.id)}
            aria-current={view === open ? 'page' : undefined}
          >
            {text(view.id)}
          </a>
        ))}
      </nav>
      <h2 className="hidden-text">{text(open.id)}</h2>
      <open.Content />
    </>
  );
}
