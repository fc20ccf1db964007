// A room with several views: the links between them, and the one that is open.
import type { FunctionComponent } from 'react';
import { hrefOf } from '../shell/route.ts';

interface Props {
  /** As it stands in the address. */
  room: string;
  /** Names the links as a whole. */
  label: string;
  views: readonly { id: string; name: string; Content: FunctionComponent }[];
  /** Of the view that the address names; another one, or none: the first. */
  wanted: string | undefined;
}

export function Views({ room, label, views, wanted }: Props) {
  const open = views.find(({ id }) => id === wanted) ?? views[0];
  if (open === undefined) return null;
  return (
    <>
      <nav className="views no-print" aria-label={label}>
        {views.map(({ id, name }) => (
          <a key={id} href={hrefOf(room, id)} aria-current={id === open.id ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <h2 className="hidden-text">{open.name}</h2>
      <open.Content />
    </>
  );
}
