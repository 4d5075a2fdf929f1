import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useRef } from 'react';
import type { FormFieldView } from '@/api/schema';
import { PasswordField } from '@/components/PasswordField';
import classes from './DefinedField.module.css';
import { levelField, type FieldValue } from './fieldValues';
import { levelMax, levelMin, withoutSuffix } from './fieldRules';

interface DefinedFieldProps {
  field: FormFieldView;
  value: FieldValue;
  error: string | undefined;
  /** A secret is stored already: empty keeps it. */
  kept: boolean;
  onChange: (value: FieldValue) => void;
  onLeave: () => void;
}

/** One field of a form, drawn from its definition and nothing else. */
export function DefinedField({ field, value, error, kept, onChange, onLeave }: DefinedFieldProps) {
  const length = useRef(0);
  // Where the server wants it again, the stored one is of no use.
  const stays = kept && error === undefined;
  const common = {
    label: field.label,
    name: field.field,
    description: field.help,
    error,
    required: field.required && !stays,
    onBlur: onLeave,
  };
  const text = typeof value === 'string' ? value : '';
  const placeholder = field.placeholder ?? undefined;

  switch (field.type) {
    case 'password':
      return (
        <PasswordField
          {...common}
          description={stays ? 'The stored one is kept. Type a new one to replace it.' : field.help}
          placeholder={stays ? 'Stored' : placeholder}
          autoComplete="new-password"
          value={text}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          placeholder={placeholder}
          data={field.options.map(({ value, label }) => ({ value, label }))}
          value={text === '' ? null : text}
          allowDeselect={!field.required && field.default === null}
          onChange={onChange}
        />
      );
    case 'switch':
      return (
        <Switch
          label={field.label}
          name={field.field}
          description={field.help}
          error={error}
          checked={value === true}
          onBlur={onLeave}
          onChange={(event) => {
            onChange(event.currentTarget.checked);
          }}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          placeholder={placeholder}
          // A point that is swallowed would make 25 of 2.5.
          allowDecimal
          {...(field.field === levelField && { min: levelMin, max: levelMax, clampBehavior: 'none' as const })}
          value={typeof value === 'number' ? value : text}
          onChange={onChange}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          type="text"
          {...(field.type === 'email' && { inputMode: 'email' as const })}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          leftSection={field.prefix}
          rightSection={field.suffix && <span className={classes['suffix']}>{field.suffix}</span>}
          rightSectionWidth={field.suffix ? `${field.suffix.length + 3}ch` : undefined}
          value={text}
          onChange={(event) => {
            // More than a key at once was pasted: an address becomes its part. While keys are typed nothing jumps.
            const typed = event.currentTarget.value;
            const pasted = Math.abs(typed.length - length.current) > 1;
            length.current = typed.length;
            onChange(pasted ? withoutSuffix(typed, field.suffix) : typed);
          }}
          onBlur={() => {
            onChange(withoutSuffix(text, field.suffix));
            onLeave();
          }}
        />
      );
  }
}
