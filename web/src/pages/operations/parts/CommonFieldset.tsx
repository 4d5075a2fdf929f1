import { TextInput } from '@mantine/core';
import type { OperationView, ParameterView } from '@/api/schema';
import type { CommonFields } from '../documents';
import { isWrong } from '../pane/useEditing';
import { ConnectionField } from './ConnectionField';
import { Disclosure } from './Disclosure';
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

/** More of them than that are behind a button. */
const optionalMax = 4;

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

  // Where many can be left out, those that cannot stand alone.
  const all = operation?.parameters ?? [];
  const isLong = all.filter(({ required }) => !required).length > optionalMax;
  const first = isLong ? all.filter(({ required }) => required) : all;
  const further = isLong ? all.filter(({ required }) => !required) : [];
  const parameters = (some: readonly ParameterView[]) => (
    <ParameterFields
      parameters={some}
      values={fields.parameters}
      problems={problems}
      overRecord={rest.overRecord}
      sample={rest.sample}
      onChange={(values) => {
        onChange({ parameters: values });
      }}
    />
  );

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
      {parameters(first)}
      {further.length > 0 && (
        <Disclosure
          title="Parameters"
          says={further
            .filter(({ name }) => name in fields.parameters)
            .map(({ label }) => label)
            .join(', ')}
          wrong={isWrong(problems, ...further.map(({ name }) => `parameters.${name}`))}
        >
          {parameters(further)}
        </Disclosure>
      )}
    </>
  );
}
