import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Json, JsonObject } from '@/json/json';
import { FilterEditor } from '../filter/FilterEditor';
import { LiteralInput } from './LiteralInput';
import { withOption, type MappingNode } from './mapping';
import classes from './Mapping.module.css';
import { useMappingTools } from './MappingContext';
import type { Scope } from './scope';

interface RowOptionsProps {
  node: MappingNode & { directive: JsonObject | null };
  scope: Scope;
  onChange: (node: MappingNode) => void;
}

const types = [
  { value: 'string', label: 'text' },
  { value: 'number', label: 'number' },
  { value: 'integer', label: 'whole number' },
  { value: 'boolean', label: 'yes or no' },
  { value: 'datetime', label: 'date and time' },
];

/** What else a row says: its type, what stands in for a missing value, a lookup table, and when it is written. */
export function RowOptions({ node, scope, onChange }: RowOptionsProps) {
  const { tables } = useMappingTools();
  const option = (name: string): Json | undefined => node.directive?.[name];
  const text = (name: string): string => {
    const value = option(name);
    return typeof value === 'string' ? value : '';
  };
  const set = (name: string, value: Json | undefined) => {
    onChange(withOption(node, name, value));
  };

  return (
    <div className={classes['options']}>
      {node.kind === 'value' && (
        <>
          <NativeSelect
            label="Type"
            value={text('@type')}
            data={[{ value: '', label: 'as it is' }, ...offered(types, text('@type'))]}
            onChange={(event) => {
              const type = event.currentTarget.value;
              const typed = withOption(node, '@type', type === '' ? undefined : type);
              onChange(type === 'datetime' ? typed : withOption(typed, '@format', undefined));
            }}
          />
          {text('@type') === 'datetime' && (
            <TextInput
              label="Format"
              placeholder="yyyy-MM-dd"
              value={text('@format')}
              onChange={(event) => {
                set('@format', event.currentTarget.value === '' ? undefined : event.currentTarget.value);
              }}
            />
          )}
          {tables !== null && (
            <NativeSelect
              label="Lookup table"
              value={text('@lookup')}
              data={[
                { value: '', label: 'none' },
                ...offered(
                  tables.map((name) => ({ value: name, label: name })),
                  text('@lookup'),
                ),
              ]}
              onChange={(event) => {
                set('@lookup', event.currentTarget.value === '' ? undefined : event.currentTarget.value);
              }}
            />
          )}
          <div className={classes['option']}>
            <span>Where it is missing</span>
            {option('@default') === undefined ? (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  set('@default', '');
                }}
              >
                Add a default
              </Button>
            ) : (
              <>
                <LiteralInput
                  label="Default"
                  value={option('@default') ?? null}
                  onChange={(value) => {
                    set('@default', value);
                  }}
                />
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => {
                    set('@default', undefined);
                  }}
                >
                  No default
                </Button>
              </>
            )}
          </div>
        </>
      )}
      <div className={classes['when']}>
        <FilterEditor
          label="Only when"
          value={option('@when') ?? null}
          onChange={(value) => {
            set('@when', value === null ? undefined : (value as Json));
          }}
          sample={scope.sample}
          says={{ yes: 'Written for this record', no: 'Left out for this record' }}
        />
      </div>
    </div>
  );
}

interface Choice {
  value: string;
  label: string;
}

/** The choices, with the one that stands there even where it is none of them. */
const offered = (choices: readonly Choice[], now: string): readonly Choice[] =>
  now === '' || choices.some(({ value }) => value === now) ? choices : [...choices, { value: now, label: now }];
