import { Text, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { focusFirstInvalid } from '@/components/focusFirstInvalid';

interface NameStepProps {
  name: string;
  error: string | undefined;
  onName: (name: string) => void;
  onNext: () => void;
}

/** The first step: a name by which people will know the connection again. */
export function NameStep({ name, error, onName, onNext }: NameStepProps) {
  const field = useRef<HTMLInputElement>(null);

  // Where the pane is open already its own first focus is past; where it opens just now, that one follows (data-autofocus).
  useEffect(() => {
    field.current?.focus();
  }, []);

  return (
    <form
      id="connection-name"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
        focusFirstInvalid(event.currentTarget);
      }}
    >
      <Text c="dimmed" size="sm" mb="lg">
        Give the connection a name by which you will know it again: you choose it from a list later.
      </Text>
      <TextInput
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        data-autofocus
        ref={field}
        value={name}
        error={error}
        onChange={(event) => {
          onName(event.currentTarget.value);
        }}
      />
    </form>
  );
}
