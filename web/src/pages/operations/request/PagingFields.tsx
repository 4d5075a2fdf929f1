import { NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { PathField } from '@/editors';
import type { JsonObject } from '@/json/json';
import { withField } from '../documents';
import { changedTo, fieldsOf, typeOf, types, type PagingType } from './paging';

interface PagingFieldsProps {
  value: JsonObject | null;
  problems: Readonly<Record<string, string>>;
  onChange: (paging: JsonObject | null) => void;
}

/** How the next page of a list is asked for. */
export function PagingFields({ value, problems, onChange }: PagingFieldsProps) {
  const type = typeOf(value);
  const now = value ?? {};
  const set = (name: string, to: string | number) => {
    onChange(withField(now, name, to === '' ? undefined : to));
  };

  return (
    <>
      <NativeSelect
        label="Paging"
        description={types[type].says}
        error={problems['paging.type'] ?? problems['paging']}
        data={Object.entries(types).map(([key, { label }]) => ({ value: key, label }))}
        value={type}
        onChange={(event) => {
          onChange(changedTo(event.currentTarget.value as PagingType, now));
        }}
      />
      {type !== 'none' && (
        <Stack gap="lg" ps="md" style={{ borderInlineStart: '2px solid var(--weir-line)' }}>
          {fieldsOf(type).map((field) => {
            const common = {
              label: field.label,
              description: field.help,
              required: field.required,
              error: problems[`paging.${field.name}`],
              placeholder: field.placeholder,
            };
            const present = now[field.name];
            return field.kind === 'number' ? (
              <NumberInput
                key={field.name}
                {...common}
                allowDecimal={false}
                value={typeof present === 'number' ? present : ''}
                onChange={(typed) => {
                  set(field.name, typed);
                }}
              />
            ) : field.kind === 'path' ? (
              <PathField
                key={field.name}
                {...common}
                value={typeof present === 'string' ? present : ''}
                onChange={(typed) => {
                  set(field.name, typed);
                }}
              />
            ) : (
              <TextInput
                key={field.name}
                {...common}
                autoComplete="off"
                spellCheck={false}
                value={typeof present === 'string' ? present : ''}
                onChange={(event) => {
                  set(field.name, event.currentTarget.value);
                }}
              />
            );
          })}
        </Stack>
      )}
    </>
  );
}
