// Which room of the page is open: kept in the address, so that the back button works. Ids may stand there, and never a name.
import { useSyncExternalStore } from 'react';

/** The parts of `#/archive/17`: `['archive', '17']`. */
export function useRoute(): readonly string[] {
  const hash = useSyncExternalStore(
    (reader) => {
      window.addEventListener('hashchange', reader);
      return () => window.removeEventListener('hashchange', reader);
    },
    () => window.location.hash,
  );
  return hash.replace(/^#\//, '').split('/').map(decoded);
}

/** An address that somebody has typed or cut off leads to the first room. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The address of a room, for links. */
export function hrefOf(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

export function goTo(...parts: readonly string[]): void {
  window.location.hash = hrefOf(...parts);
}
