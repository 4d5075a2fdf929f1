import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ConfirmDialog } from './ConfirmDialog';
import { ErrorNotice } from './ErrorNotice';

interface RemoveQuestionProps {
  opened: boolean;
  title: string;
  /** The verb: "Delete", "Revoke". */
  verb: string;
  /** Removes it and brings what the page knows up to date. */
  remove: () => Promise<unknown>;
  onClose: () => void;
  /** What else becomes of it. */
  children: ReactNode;
}

/** Removes something for good after a question; a refusal is told in its place, and can be tried again. */
export function RemoveQuestion({ opened, title, verb, remove, onClose, children }: RemoveQuestionProps) {
  const removal = useMutation({ mutationFn: remove, onSuccess: onClose });
  return (
    <ConfirmDialog
      opened={opened}
      title={title}
      confirmLabel={verb}
      danger
      busy={removal.isPending}
      onConfirm={() => {
        removal.mutate();
      }}
      onCancel={() => {
        removal.reset();
        onClose();
      }}
    >
      {removal.error ? <ErrorNotice error={removal.error} /> : children}
    </ConfirmDialog>
  );
}
