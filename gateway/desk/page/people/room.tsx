// The room of the people: the plan of shifts for all, accounts for a leader, the own password for everybody.
import { useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Views } from '../parts/views.tsx';
import '../style/ledger.css';
import { AccountsView } from './accounts.tsx';
import { MyAccount } from './my-account.tsx';
import { ShiftsView } from './shifts.tsx';
import { PEOPLE } from './texts.ts';

export function PeopleRoom({ path: [wanted] }: { path: readonly string[] }) {
  const text = useText(PEOPLE);
  const { me } = useLive();
  const accounts = { id: 'accounts', name: text('accounts'), Content: AccountsView };
  const views = [
    { id: 'shifts', name: text('shifts'), Content: ShiftsView },
    ...(me?.role === 'leader' ? [accounts] : []),
    { id: 'me', name: text('me'), Content: MyAccount },
  ];
  return <Views room="people" label={text('views')} views={views} wanted={wanted} />;
}
