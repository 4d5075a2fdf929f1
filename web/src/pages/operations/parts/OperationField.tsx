import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OperationView, OrderView } from '@/api/schema';
import classes from './OperationField.module.css';

interface OperationFieldProps {
  /** Those that can stand here. */
  operations: readonly OperationView[];
  value: string | null;
  error: string | undefined;
  /** It has the focus when the pane opens. */
  focused: boolean;
  onChange: (operation: OperationView) => void;
  /** What else is to be known of the chosen one. */
  children?: ReactNode;
}

/** What is done, by the resource that it is done to; what the chosen one does and costs stands under it. */
export function OperationField({ operations, value, error, focused, onChange, children }: OperationFieldProps) {
  const chosen = operations.find(({ key }) => key === value);
  const resources = [...new Set(operations.map(resourceOf))].toSorted((a, b) => a.localeCompare(b));
  return (
    <>
      <Select
        label="Operation"
        name="operation"
        required
        searchable
        allowDeselect={false}
        placeholder="Choose what it does"
        nothingFoundMessage="Nothing is called that."
        maxDropdownHeight={340}
        {...(focused && { 'data-autofocus': true })}
        data={resources.map((group) => ({
          group,
          items: operations
            .filter((one) => resourceOf(one) === group)
            .map(({ key, name }) => ({ value: key, label: name })),
        }))}
        renderOption={({ option }) => (
          <span className={classes['option']}>
            <span>{option.label}</span>
            <span>{shortly(operations.find(({ key }) => key === option.value)?.description ?? '')}</span>
          </span>
        )}
        value={value}
        error={error}
        onChange={(key) => {
          const operation = operations.find((one) => one.key === key);
          if (operation !== undefined) {
            onChange(operation);
          }
        }}
      />
      {chosen !== undefined && (
        <div className={classes['about']}>
          {chosen.description !== null && chosen.description !== '' && <p>{chosen.description}</p>}
          {chosen.requests !== null && chosen.requests !== '' && <p>Requests: {chosen.requests}.</p>}
          {chosen.causes !== null && <p>It also causes: {chosen.causes}.</p>}
          {chosen.order !== null && <p>{orderSays(chosen.order)}</p>}
          {children}
        </div>
      )}
    </>
  );
}

/** "Tickets" for `tickets`, "Custom fields" for `custom-fields`. */
function resourceOf({ resource, key }: OperationView): string {
  const words = (resource ?? key.split('.')[0] ?? '').replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "It comes newest first, by created_datetime." */
function orderSays({ by, direction }: OrderView): string {
  const field = by.replace(/^\$\.?/, '');
  return `It comes by ${field}, ${direction === 'descending' ? 'the highest or newest' : 'the lowest or oldest'} first: a run that has to begin again goes on where it was.`;
}

/** The first sentence. */
const shortly = (description: string): string => /^.*?[.](?=\s|$)/.exec(description)?.[0] ?? description;
