// Numbers that can be dialled, in a frame that nobody sees: whatever dials, the page stays, with its line to the desk and its keys.
import type { MouseEvent, ReactNode } from 'react';
import { useLive } from '../live.ts';

const FRAME = 'dial';

/** Once in a page that has `DialLink`. */
export function DialFrame() {
  return <iframe name={FRAME} title={FRAME} hidden />;
}

interface Props {
  telephone: string;
  className?: string;
  /** The key that does the same, in rooms that have keys. */
  dataKey?: string | undefined;
  onClick?: () => void;
  children: ReactNode;
}

export function DialLink({ telephone, className, dataKey, onClick, children }: Props) {
  const { telephoneUrl } = useLive();
  if (telephoneUrl === 'off') {
    if (onClick === undefined) return <span>{children}</span>;
    return (
      <button type="button" className={className} data-key={dataKey} onClick={onClick}>
        {children}
      </button>
    );
  }
  const href = dialUrl(telephone, telephoneUrl);
  // A browser loads nothing plain into a frame of a page over TLS.
  const isInTab = window.location.protocol === 'https:' && href.startsWith('http:');
  const dial = (event: MouseEvent) => {
    if (!isInTab) {
      event.preventDefault();
      // A link would leave an entry in the history, and Back would dial the former number again.
      (window.frames as unknown as Record<string, Window>)[FRAME]?.location.replace(href);
    }
    onClick?.();
  };
  return (
    <a
      className={className}
      href={href}
      target={isInTab ? '_blank' : FRAME}
      rel="noreferrer"
      data-key={dataKey}
      onClick={dial}
    >
      {children}
    </a>
  );
}

/** `{number}` of the office's own telephone system, or the browser's own way. */
function dialUrl(telephone: string, template: string): string {
  const number = telephone.replace(/[^+\d]/g, '');
  return template === ''
    ? `tel:${number}`
    : template.replace('{number}', encodeURIComponent(number));
}
