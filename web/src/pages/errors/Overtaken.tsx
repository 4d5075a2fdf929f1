import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';

/** Somebody else saved first. */
export function Overtaken() {
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<IconAlertCircle />}
      title="Somebody changed this record meanwhile"
      styles={{ message: { color: 'var(--mantine-color-text)' }, title: { color: 'var(--mantine-color-text)' } }}
    >
      Nothing was saved, and what you typed is kept. Saving again replaces what they saved.
    </Alert>
  );
}
