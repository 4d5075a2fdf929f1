import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

interface SearchInputProps {
  label: string;
  value: string;
  /** Told a moment after the last key. */
  onChange: (value: string) => void;
}

export function SearchInput({ label, value, onChange }: SearchInputProps) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const [before, setBefore] = useState(value);
  const tell = useDebouncedCallback((typedNow: string) => {
    setTold(typedNow);
    onChange(typedNow);
  }, 150);

  // Going back in the history and clearing the filters change what is searched for without a key.
  if (value !== before) {
    setBefore(value);
    if (value !== told) {
      setTyped(value);
    }
  }

  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder="Search"
      leftSection={<IconSearch size={16} stroke={1.6} />}
      value={typed}
      w={{ base: '100%', xs: 260 }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
