import { TextInput } from '@mantine/core';
import type { OperationView } from '@/api/schema';
import type { CommonFields } from '../documents';
import { ConnectionField } from './ConnectionField';
import { OperationField } from './OperationField';
import { ParameterFields } from './ParameterFields';
import { nameFor, useTarget } from './useTarget';

interface CommonFieldsetProps {
  fields: CommonFields;
  problems: Readonly<Record<string, string>>;
  /** The kinds of operations that can stand here. */
  kinds: readonly string[];
  isNew: boolean;
  /** The names of the others. */
  taken: readonly string[];
  overRecord: boolean;
  sample: unknown;
  onChange: (change: Partial<CommonFields>) => void;
}

/** Name, connection, operation and what it is told: all that most exports and imports need. */
export function CommonFieldset({ fields, problems, kinds, isNew, taken, onChange, ...rest }: CommonFieldsetProps) {
  const { connection, application, operation, spelledOut } = useTarget(fields);
  const operations = (application?.operations ?? []).filter(({ kind }) => kinds.includes(kind));
  const isOwnName = fields.name !== '' && fields.name !== nameFor(operation, connection?.name, taken);

  const choose = (chosen: OperationView) => {
    onChange({
      operation: chosen.key,
      request: null,
      // What the former one was told means something else here.
      ...(chosen.key !== fields.operation && { parameters: {} }),
      ...(isNew && !isOwnName && { name: nameFor(chosen, connection?.name, taken) }),
    });
  };

  return (
    <>
      <TextInput
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        {...(isNew && spelledOut && { 'data-autofocus': true })}
        value={fields.name}
        error={problems['name']}
        onChange={(event) => {
          onChange({ name: event.currentTarget.value });
        }}
      />
      <ConnectionField
        value={fields.connection}
        error={problems['connection']}
        onChange={(id, key) => {
          const same = key === connection?.application;
          onChange({ connection: id, ...(!same && { operation: null, parameters: {}, request: null }) });
        }}
      />
      {application !== undefined && !spelledOut && (
        <OperationField
          operations={operations}
          value={fields.operation}
          error={problems['operation']}
          focused={isNew}
          onChange={choose}
        />
      )}
      {operation !== undefined && (
        <ParameterFields
          parameters={operation.parameters}
          values={fields.parameters}
          problems={problems}
          overRecord={rest.overRecord}
          sample={rest.sample}
          onChange={(parameters) => {
            onChange({ parameters });
          }}
        />
      )}
    </>
  );
}
