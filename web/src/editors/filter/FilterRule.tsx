import { ActionIcon, Autocomplete, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { RuleProps } from 'react-querybuilder';
import { isNumberText } from '@/json/ExactNumber';
import classes from './FilterBuilder.module.css';
import type { FilterField } from './FilterField';
import { operators } from './operators';
import { noValues, type Condition, type Values } from './query';

const kinds: readonly Values['kind'][] = ['text', 'number', 'yes or no'];

/** What every condition is given: the fields, and how a condition becomes another one at once. */
export interface FilterContext {
  fields: readonly FilterField[];
  change: (path: readonly number[], condition: Condition) => void;
}

/** One condition: a field, what is asked of it, and the value it is compared with. */
export function FilterRule({ rule, path, actions, context }: RuleProps) {
  const { fields, change } = context as FilterContext;
  const [isLeft, setIsLeft] = useState(false);
  const value = (rule.value as Values | undefined) ?? noValues;
  const operator = operators.find(({ name }) => name === rule.operator);
  const where = path.map((at) => at + 1).join('.');
  const set = (now: Partial<Condition>) => {
    change(path, { ...(rule as Condition), ...now });
  };

  const choose = (field: string) => {
    const kind = fields.find(({ name }) => name === field)?.kind;
    const isNew = value.texts.every((text) => text === '') && kinds.includes(kind as Values['kind']);
    set({
      field,
      ...(isNew && { value: { kind: kind as Values['kind'], texts: textsFor(kind as Values['kind'], value.texts) } }),
    });
  };

  return (
    <div className={classes['rule']} role="group" aria-label={`Condition ${where}`}>
      <Autocomplete
        className={classes['field'] ?? ''}
        aria-label="Field"
        placeholder="Field"
        value={rule.field}
        data={[...new Set(fields.map(({ name }) => name))]}
        limit={100}
        comboboxProps={{ keepMounted: false }}
        error={isLeft && rule.field === ''}
        onBlur={() => {
          setIsLeft(true);
        }}
        onChange={choose}
      />
      <NativeSelect
        aria-label="Operator"
        value={rule.operator}
        data={operators
          .filter(({ isRare, name }) => isRare !== true || name === rule.operator)
          .map(({ name, label }) => ({ value: name, label }))}
        onChange={(event) => {
          const next = operators.find(({ name }) => name === event.currentTarget.value);
          set({
            operator: event.currentTarget.value,
            value: next === undefined ? value : suited(value, next.values),
          });
        }}
      />
      {operator !== undefined && operator.values !== 0 && (
        <>
          {operator.values === 'many' ? (
            <Many
              value={value}
              onChange={(now) => {
                set({ value: now });
              }}
            />
          ) : (
            Array.from({ length: operator.values }, (_, at) => (
              <One
                key={at}
                label={operator.values === 2 ? (at === 0 ? 'From' : 'To') : 'Value'}
                value={value}
                at={at}
                onChange={(now) => {
                  set({ value: now });
                }}
              />
            ))
          )}
          <NativeSelect
            aria-label="Kind of value"
            value={value.kind}
            data={kinds.map((kind) => ({ value: kind, label: kind }))}
            onChange={(event) => {
              const kind = event.currentTarget.value as Values['kind'];
              set({ value: { kind, texts: textsFor(kind, value.texts) } });
            }}
          />
        </>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes['remove'] ?? ''}
        aria-label={`Remove condition ${where}`}
        onClick={() => {
          actions.onRuleRemove(path);
        }}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

interface ValueProps {
  value: Values;
  onChange: (value: Values) => void;
}

function One({ label, value, at, onChange }: ValueProps & { label: string; at: number }) {
  const [isLeft, setIsLeft] = useState(false);
  const text = value.texts[at] ?? '';
  const change = (now: string) => {
    onChange({ ...value, texts: value.texts.map((former, index) => (index === at ? now : former)) });
  };

  return value.kind === 'yes or no' ? (
    <NativeSelect
      aria-label={label}
      value={text}
      data={[
        { value: 'true', label: 'yes' },
        { value: 'false', label: 'no' },
      ]}
      onChange={(event) => {
        change(event.currentTarget.value);
      }}
    />
  ) : (
    <TextInput
      className={classes['value'] ?? ''}
      aria-label={label}
      placeholder={label}
      value={text}
      {...(value.kind === 'number' && { inputMode: 'decimal' })}
      error={value.kind === 'number' && (isLeft || text !== '') && !isNumberText(text)}
      onBlur={() => {
        setIsLeft(true);
      }}
      onChange={(event) => {
        change(event.currentTarget.value);
      }}
    />
  );
}

function Many({ value, onChange }: ValueProps) {
  return (
    <TagsInput
      className={classes['value'] ?? ''}
      aria-label="Values"
      placeholder={value.texts.length === 0 ? 'Values; Enter adds one' : ''}
      value={[...value.texts]}
      splitChars={[]}
      error={value.kind === 'number' && !value.texts.every((text) => isNumberText(text))}
      onChange={(texts) => {
        onChange({ ...value, texts });
      }}
    />
  );
}

/** As many texts as an operator has values. */
function suited(value: Values, count: 0 | 1 | 2 | 'many'): Values {
  return count === 'many'
    ? { ...value, texts: value.texts.filter((text) => text !== '') }
    : { ...value, texts: Array.from({ length: Math.max(1, count) }, (_, at) => value.texts[at] ?? '') };
}

const textsFor = (kind: Values['kind'], texts: readonly string[]): readonly string[] =>
  kind === 'yes or no' ? texts.map((text) => (text === 'false' ? text : 'true')) : texts;
