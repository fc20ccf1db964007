// A button, in the looks that the page has.
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

interface Props extends ButtonProps {
  /** `main`: what is done next; `on`: something is switched on; `danger`: can't be undone. */
  look?: 'main' | 'on' | 'danger' | 'plain';
  /** The key that does the same, shown beside the words; rooms that have keys find it by `data-key`. */
  shortcut?: string;
}

/** For those who see it: a screen reader has keys of its own. */
export function Shortcut({ children }: { children: string | number }) {
  return (
    <span aria-hidden="true">
      <kbd>{children}</kbd>
    </span>
  );
}

export function Button({ look = 'plain', shortcut, children, ...props }: Props) {
  return (
    <AriaButton
      {...props}
      {...(shortcut ? { 'data-key': shortcut } : {})}
      className={`button ${look}`}
    >
      {(values) => (
        <>
          {typeof children === 'function' ? children(values) : children}
          {shortcut && <Shortcut>{shortcut}</Shortcut>}
        </>
      )}
    </AriaButton>
  );
}
