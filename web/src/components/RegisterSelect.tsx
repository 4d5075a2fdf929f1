import { Button, Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';

interface RegisterSelectProps {
  /** What is chosen: "Connection to register". */
  label: string;
  choices: readonly { id: string; name: string }[];
  busy: boolean;
  onRegister: (id: string) => void;
}

/** Chooses what is registered next, a connection or an integration. Remount it for other choices. */
export function RegisterSelect({ label, choices, busy, onRegister }: RegisterSelectProps) {
  const [chosen, setChosen] = useState(choices[0]?.id ?? '');
  return (
    <Group gap="sm">
      <NativeSelect
        aria-label={label}
        data={choices.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={(event) => {
          setChosen(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        loading={busy}
        onClick={() => {
          onRegister(chosen);
        }}
      >
        Register
      </Button>
    </Group>
  );
}
