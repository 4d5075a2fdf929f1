import { ConfirmDialog } from '@/components/ConfirmDialog';
import type { StartRun } from './useStartRun';

/** What runs is what is stored: changes are saved first, or it does not run. */
export function RunQuestion({ start }: { start: StartRun }) {
  return (
    <ConfirmDialog
      opened={start.asks}
      title="Save and run?"
      confirmLabel="Save and run"
      cancelLabel="Not now"
      onConfirm={start.saveAndRun}
      onCancel={start.notNow}
    >
      The flow has changes. They are saved before it runs.
    </ConfirmDialog>
  );
}
