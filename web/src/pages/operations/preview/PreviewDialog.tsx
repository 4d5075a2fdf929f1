import { Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

interface PreviewDialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** What a document would do, over the pane in which it is edited. */
export function PreviewDialog({ opened, title, onClose, children }: PreviewDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="58rem"
      zIndex={300}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">{children}</Stack>
    </Modal>
  );
}
