import { Modal } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface WholeWindowProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** An editor over everything else. Escape leads back, and is not heard by the pane that the editor belongs to. */
export function WholeWindow({ title, onClose, children }: WholeWindowProps) {
  useWindowEvent(
    'keydown',
    (event) => {
      const { target } = event;
      const isTaken = target instanceof Element && target.getAttribute('data-mantine-stop-propagation') === 'true';
      if (event.key === 'Escape' && !isTaken && !event.isComposing) {
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }
    },
    { capture: true },
  );

  return (
    <Modal
      opened
      fullScreen
      closeOnEscape={false}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': 'Back to the form' }}
    >
      {children}
    </Modal>
  );
}
