import { useState } from 'react';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import type { ErrorWork } from './useErrorWork';

interface WorkQuestionProps {
  /** What is asked; null while nothing is. */
  kind: ErrorWork['kind'] | null;
  /** Of what: "all errors that match". */
  what: string;
  busy: boolean;
  error: Error | null;
  onConfirm: (kind: ErrorWork['kind']) => void;
  onCancel: () => void;
}

/** Whether many errors are really meant to be retried or resolved. */
export function WorkQuestion({ kind, what, busy, error, onConfirm, onCancel }: WorkQuestionProps) {
  // What it asks stays while it goes.
  const [last, setLast] = useState<{ kind: ErrorWork['kind']; what: string }>({ kind: 'retry', what });
  if (kind !== null && (last.kind !== kind || last.what !== what)) {
    setLast({ kind, what });
  }

  const word = last.kind === 'resolve' ? 'Resolve' : 'Retry';
  return (
    <ConfirmDialog
      opened={kind !== null}
      title={`${word} ${last.what}?`}
      confirmLabel={word}
      busy={busy}
      onConfirm={() => {
        onConfirm(last.kind);
      }}
      onCancel={onCancel}
    >
      {error ? (
        <ErrorNotice error={error} />
      ) : last.kind === 'resolve' ? (
        'They are taken as dealt with: nothing of them is sent. Their data stays until it is cleaned up.'
      ) : (
        'Each record goes on at the step where it failed, as the flow is now. You can leave the page meanwhile.'
      )}
    </ConfirmDialog>
  );
}
