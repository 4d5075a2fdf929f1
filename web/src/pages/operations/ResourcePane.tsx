import { JsonInput, NativeSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { applicationQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';
import { problemFields } from '@/api/problem';
import type { OperationView, ParameterView } from '@/api/schema';
import { FormPane } from '@/components/FormPane';
import { Loading } from '@/components/Loading';

/** What both exports and imports have, as it is typed. */
export interface ResourceDraft {
  name: string;
  connection: string;
  operation: string | null;
  parameters: Record<string, unknown>;
  /** JSON of the mapping of an import. */
  mapping: string;
  mode: string;
}

interface ResourcePaneProps {
  opened: boolean;
  title: string;
  kinds: readonly string[];
  initial: ResourceDraft | null;
  busy: boolean;
  error: unknown;
  isImport: boolean;
  withMode: boolean;
  onSave: (draft: ResourceDraft) => void;
  onClose: () => void;
}

export function ResourcePane(props: ResourcePaneProps) {
  const { initial, opened, title, onClose } = props;
  return initial === null ? (
    <FormPane
      opened={opened}
      title={title}
      formId="resource"
      busy={false}
      dirty={false}
      error={null}
      onSave={() => undefined}
      onClose={onClose}
    >
      <Loading />
    </FormPane>
  ) : (
    <Fields {...props} initial={initial} />
  );
}

function Fields({ initial, ...props }: ResourcePaneProps & { initial: ResourceDraft }) {
  const [draft, setDraft] = useState(initial);
  const [asked, setAsked] = useState(false);
  const { data: connections = [] } = useQuery(connectionsQuery());
  const connection = connections.find(({ id }) => id === draft.connection);
  const { data: application } = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });
  const problems = problemFields(props.error);
  const operations = (application?.operations ?? []).filter(({ kind }) => props.kinds.includes(kind));
  const operation = operations.find(({ key }) => key === draft.operation);
  const set = (change: Partial<ResourceDraft>) => {
    setDraft((now) => ({ ...now, ...change }));
  };
  const missing = (empty: boolean, says: string) => (asked && empty ? says : undefined);
  const choose = (key: string | null) => {
    const chosen = operations.find((one) => one.key === key);
    const isOwn = draft.name !== '' && draft.name !== nameFor(operation, connection?.name);
    set({ operation: key, ...(!isOwn && { name: nameFor(chosen, connection?.name) }) });
  };

  return (
    <FormPane
      opened={props.opened}
      title={props.title}
      formId="resource"
      busy={props.busy}
      dirty={JSON.stringify(draft) !== JSON.stringify(initial)}
      error={Object.keys(problems).length > 0 ? null : props.error}
      onClose={props.onClose}
      onSave={() => {
        setAsked(true);
        if (draft.name.trim() !== '' && draft.operation !== null && draft.connection !== '') {
          props.onSave(draft);
        }
      }}
    >
      <NativeSelect
        label="Connection"
        data={connections.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.connection}
        error={problems['connection']}
        onChange={(event) => {
          set({ connection: event.currentTarget.value, operation: null, parameters: {} });
        }}
      />
      <Select
        label="Operation"
        required
        searchable
        data-autofocus
        data={operations.map(({ key, name }) => ({ value: key, label: name }))}
        value={draft.operation}
        error={missing(draft.operation === null, 'Choose what it does.') ?? problems['operation']}
        description={operation?.description}
        onChange={choose}
      />
      {operation?.parameters.map((parameter) => (
        <Parameter
          key={parameter.name}
          parameter={parameter}
          value={draft.parameters[parameter.name]}
          error={problems[`parameters.${parameter.name}`]}
          onChange={(value) => {
            const rest = Object.entries(draft.parameters).filter(([name]) => name !== parameter.name);
            set({ parameters: Object.fromEntries(value === '' ? rest : [...rest, [parameter.name, value]]) });
          }}
        />
      ))}
      <TextInput
        label="Name"
        required
        maxLength={100}
        value={draft.name}
        error={missing(draft.name.trim() === '', 'Give it a name.') ?? problems['name']}
        onChange={(event) => {
          set({ name: event.currentTarget.value });
        }}
      />
      {props.isImport && (
        <JsonInput
          label="Mapping"
          autosize
          minRows={3}
          placeholder={'{"id": "$.id"}'}
          value={draft.mapping}
          error={problems['mapping']}
          onChange={(mapping) => {
            set({ mapping });
          }}
        />
      )}
      {props.withMode && (
        <NativeSelect
          label="What is read"
          data={[
            { value: 'all', label: 'Everything, each time' },
            { value: 'delta', label: 'What has changed since the last run' },
          ]}
          value={draft.mode}
          onChange={(event) => {
            set({ mode: event.currentTarget.value });
          }}
        />
      )}
    </FormPane>
  );
}

function nameFor(operation: OperationView | undefined, connection: string | undefined): string {
  return operation === undefined ? '' : `${connection ?? ''}: ${operation.name}`;
}

interface ParameterProps {
  parameter: ParameterView;
  value: unknown;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Parameter({ parameter, value, error, onChange }: ParameterProps) {
  const { label, help, required, options, default: standard } = parameter;
  const text =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  const common = { label, description: help, error, required };
  return options.length > 0 ? (
    <NativeSelect
      {...common}
      data={[{ value: '', label: '' }, ...options.map((one) => ({ value: one.value, label: one.label }))]}
      value={text}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  ) : (
    <TextInput
      {...common}
      placeholder={typeof standard === 'string' ? standard : ''}
      value={text}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
