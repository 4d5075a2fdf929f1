import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { isObject, type Json, type JsonObject } from '@/json/json';
import { LiteralInput } from './LiteralInput';
import classes from './Mapping.module.css';

interface LookupTablesProps {
  value: JsonObject;
  onChange: (value: JsonObject) => void;
}

/** The tables that rows look values up in, edited in place. */
export function LookupTables({ value, onChange }: LookupTablesProps) {
  const [name, setName] = useState('');
  const isTaken = Object.hasOwn(value, name.trim());

  return (
    <section className={classes['tables']} aria-label="Lookup tables">
      <h3>Lookup tables</h3>
      {Object.entries(value).map(([table, entries]) => (
        <Table
          key={table}
          name={table}
          entries={isObject(entries) ? entries : {}}
          onChange={(now) => {
            onChange(Object.fromEntries(Object.entries(value).map(([one, was]) => [one, one === table ? now : was])));
          }}
          onRemove={() => {
            onChange(Object.fromEntries(Object.entries(value).filter(([one]) => one !== table)));
          }}
        />
      ))}
      <div className={classes['entry']}>
        <TextInput
          aria-label="Name of a new table"
          placeholder="Name of a new table"
          value={name}
          error={isTaken && 'There is such a table.'}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Button
          variant="default"
          disabled={name.trim() === '' || isTaken}
          onClick={() => {
            onChange(Object.fromEntries([...Object.entries(value), [name.trim(), {}]]));
            setName('');
          }}
        >
          + Table
        </Button>
      </div>
    </section>
  );
}

interface TableProps {
  name: string;
  entries: JsonObject;
  onChange: (entries: JsonObject) => void;
  onRemove: () => void;
}

function Table({ name, entries, onChange, onRemove }: TableProps) {
  const [key, setKey] = useState('');
  const isTaken = Object.hasOwn(entries, key);
  const put = (key: string, value: Json) => {
    onChange(
      Object.hasOwn(entries, key)
        ? Object.fromEntries(Object.entries(entries).map(([one, was]) => [one, one === key ? value : was]))
        : Object.fromEntries([...Object.entries(entries), [key, value]]),
    );
  };

  return (
    <div className={classes['table']} role="group" aria-label={`Lookup table ${name}`}>
      <div className={classes['entry']}>
        <strong>{name}</strong>
        <Button size="compact-xs" variant="subtle" color="red" aria-label={`Remove table ${name}`} onClick={onRemove}>
          Remove table
        </Button>
      </div>
      {Object.entries(entries).map(([one, value]) => (
        <div className={classes['entry']} key={one}>
          <code>{one}</code>
          <LiteralInput
            label={`${name}: ${one}`}
            value={value}
            onChange={(now) => {
              put(one, now);
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${one} from ${name}`}
            onClick={() => {
              onChange(Object.fromEntries(Object.entries(entries).filter(([other]) => other !== one)));
            }}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes['entry']}>
        <TextInput
          aria-label={`New key of ${name}`}
          placeholder="Value in the record"
          value={key}
          error={isTaken && 'It is there already.'}
          onChange={(event) => {
            setKey(event.currentTarget.value);
          }}
        />
        <Button
          variant="default"
          disabled={key === '' || isTaken}
          onClick={() => {
            put(key, '');
            setKey('');
          }}
        >
          + Entry
        </Button>
      </div>
    </div>
  );
}
