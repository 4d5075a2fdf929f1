import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '@/components/ConfirmDialog';

/** Asks before the page is left with changes that are not saved. Another view of the same page is no leaving. */
export function LeaveQuestion({ isChanged }: { isChanged: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title="Discard your changes?"
      confirmLabel="Discard"
      cancelLabel="Keep editing"
      danger
      onConfirm={() => {
        blocker.proceed?.();
      }}
      onCancel={() => {
        blocker.reset?.();
      }}
    >
      The flow has changes that are not saved.
    </ConfirmDialog>
  );
}
