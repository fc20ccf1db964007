// Numbers that can be dialled, in a frame that nobody sees: whatever dials, the page stays, with its line to the desk and its keys.
import type { ReactNode } from 'react';
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
  return (
    <a
      className={className}
      href={href}
      // A browser loads nothing plain into a frame of a page over TLS.
      target={window.location.protocol === 'https:' && href.startsWith('http:') ? '_blank' : FRAME}
      rel="noreferrer"
      data-key={dataKey}
      onClick={onClick}
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
