// The room of the ledger: services, follow-ups, and the telephone sampling.
import { useText } from '../language.ts';
import { hrefOf } from '../shell/route.ts';
import '../style/ledger.css';
import { FollowUps, Samples } from './asking.tsx';
import { Services } from './services.tsx';
import { LEDGER } from './texts.ts';

const VIEWS = [
  { id: 'services', Content: Services },
  { id: 'followUps', Content: FollowUps },
  { id: 'samples', Content: Samples },
] as const;

export function LedgerRoom({ path: [id] }: { path: readonly string[] }) {
  const text = useText(LEDGER);
  const open = VIEWS.find((view) => view.id === id) ?? VIEWS[0];
  return (
    <>
      <nav className="views no-print" aria-label={text('views')}>
        {VIEWS.map((view) => (
          <a
            key={view.id}
            href={hrefOf('ledger', view.id)}
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
