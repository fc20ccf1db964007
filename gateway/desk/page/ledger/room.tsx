// The room of the ledger: services, follow-ups, and the telephone sampling.
import { useText } from '../language.ts';
import { Views } from '../parts/views.tsx';
import '../style/ledger.css';
import { FollowUps, Samples } from './asking.tsx';
import { Services } from './services.tsx';
import { LEDGER } from './texts.ts';

export function LedgerRoom({ path: [wanted] }: { path: readonly string[] }) {
  const text = useText(LEDGER);
  const views = [
    { id: 'services', name: text('services'), Content: Services },
    { id: 'follow-ups', name: text('followUps'), Content: FollowUps },
    { id: 'samples', name: text('samples'), Content: Samples },
  ];
  return <Views room="ledger" label={text('views')} views={views} wanted={wanted} />;
}
