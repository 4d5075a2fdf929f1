import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface PaneButtonsProps {
  onCancel: () => void;
  /** What the pane is for: the primary button at the far end, after secondary ones. */
  children: ReactNode;
}

/** The foot of every pane: the way out at the left, what it is for at the right. */
export function PaneButtons({ onCancel, children }: PaneButtonsProps) {
  return (
    <Group justify="space-between" gap="xs">
      <Button variant="subtle" color="gray" ml={-12} onClick={onCancel}>
        Cancel
      </Button>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
