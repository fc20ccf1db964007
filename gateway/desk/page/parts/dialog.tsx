// A dialog over the page: named, closed by Escape, and what was focused before has the focus again afterwards.
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useLive } from '../live.ts';

interface Props {
  title: string;
  isOpen: boolean;
  close: () => void;
  children: ReactNode;
}

/**
 * A click beside it closes nothing: somebody may have typed in it. While the session is over it gives way to the login;
 * what is to be there afterwards is a draft.
 */
export function Dialog({ title, isOpen, close, children }: Props) {
  const { isEnded } = useLive();
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen && !isEnded}
      onOpenChange={(isStillOpen) => {
        if (!isStillOpen) close();
      }}
    >
      <Modal className="modal">
        <AriaDialog className="dialog">
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
