import { useBlocker } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from './ConfirmDialog';

interface DiscardOptions {
  /** Whether anything typed would be lost. */
  dirty: boolean;
  /** It is being saved: nobody can say any more that nothing was, and the save itself may lead to another page. */
  saving: boolean;
  onLeave: () => void;
}

/**
 * A question before something typed is lost: by closing its pane, by going to another page or back, and by closing the
 * tab. `leave` is for the pane's own ways out; `question` stands beside the pane.
 */
export function useDiscardQuestion({ dirty, saving, onLeave }: DiscardOptions): {
  leave: () => void;
  question: ReactNode;
} {
  const [asks, setAsks] = useState(false);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !saving,
    enableBeforeUnload: dirty,
    withResolver: true,
  });

  const leave = () => {
    if (saving) {
      return;
    }

    if (dirty) {
      setAsks(true);
    } else {
      onLeave();
    }
  };

  const question = (
    <ConfirmDialog
      opened={(asks && dirty) || blocker.status === 'blocked'}
      title="Discard what you have typed?"
      confirmLabel="Discard"
      cancelLabel="Keep editing"
      danger
      onConfirm={() => {
        setAsks(false);
        onLeave();
        blocker.proceed?.();
      }}
      onCancel={() => {
        setAsks(false);
        blocker.reset?.();
      }}
    >
      Nothing of it has been saved.
    </ConfirmDialog>
  );

  return { leave, question };
}
