import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { TemplateField } from '@/editors';
import type { Json, JsonObject } from '@/json/json';
import { objectOf, rowsOf, type Pair } from './pairs';
import classes from './PairsField.module.css';

interface PairsFieldProps {
  label: string;
  /** One of them: "query parameter". */
  one: string;
  value: Json | undefined;
  /** Whether a name may stand several times. */
  repeats: boolean;
  place: 'query' | 'header';
  sample: unknown;
  error: string | undefined;
  onChange: (value: JsonObject | undefined) => void;
}

/** Names and their values, each value a template. */
export function PairsField({ label, one, value, repeats, place, sample, error, onChange }: PairsFieldProps) {
  const [rows, setRows] = useState(() => rowsOf(value));
  const change = (next: readonly Pair[]) => {
    setRows(next);
    const written = objectOf(next);
    onChange(Object.keys(written).length === 0 ? undefined : written);
  };
  const set = (at: number, part: Partial<Pair>) => {
    change(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  };
  const names = rows.map(({ name }) => name.toLowerCase());

  return (
    <fieldset className={classes['pairs']}>
      <legend>{label}</legend>
      {rows.map(({ key, name, text }, at) => (
        <div key={key} className={classes['row']}>
          <TextInput
            aria-label={`Name of ${one} ${at + 1}`}
            placeholder="Name"
            autoComplete="off"
            spellCheck={false}
            value={name}
            error={!repeats && name !== '' && names.indexOf(name.toLowerCase()) !== at && 'This one is there already.'}
            onChange={(event) => {
              set(at, { name: event.currentTarget.value });
            }}
          />
          <TemplateField
            label={`Value of ${name === '' ? `${one} ${at + 1}` : name}`}
            labelHidden
            placeholder="Value"
            place={place}
            value={text}
            sample={sample}
            onChange={(typed) => {
              set(at, { text: typed, given: undefined });
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove ${name === '' ? `${one} ${at + 1}` : name}`}
            onClick={() => {
              change(rows.filter((_, index) => index !== at));
            }}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      {error !== undefined && <Input.Error mb="xs">{error}</Input.Error>}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => {
          setRows([
            ...rows,
            { key: Math.max(0, ...rows.map((row) => row.key)) + 1, name: '', text: '', given: undefined },
          ]);
        }}
      >
        Add {one}
      </Button>
    </fieldset>
  );
}
