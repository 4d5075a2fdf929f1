import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';

interface RunSinceProps {
  opened: boolean;
  onClose: () => void;
  /** Told the time in UTC. */
  onRun: (since: string) => void;
}

/** From when on a run reads, whatever the marks of its sources say. */
export function RunSince({ opened, onClose, onRun }: RunSinceProps) {
  const [value, setValue] = useState('');
  const [error, setError] = useState<string>();

  const submit = () => {
    const since = new Date(value);
    if (Number.isNaN(since.getTime())) {
      setError('Give a date and a time.');
    } else if (since.getTime() > Date.now()) {
      setError('Nothing can be read from the future on.');
    } else {
      onRun(since.toISOString());
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Run since a date"
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="lg">
          <TextInput
            type="datetime-local"
            label="Since"
            description={`Sources that read changes read those since then. In your own time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`}
            required
            data-autofocus
            value={value}
            {...(error !== undefined && { error })}
            onChange={(event) => {
              setValue(event.currentTarget.value);
            }}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Run</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
