import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { ParameterView } from '@/api/schema';
import { TemplateField } from '@/editors';
import type { Json, JsonObject } from '@/json/json';
import { ExactNumber } from '@/json/ExactNumber';
import { stringifyExact } from '@/json/stringifyExact';
import { withField } from '../documents';

interface ParameterFieldsProps {
  parameters: readonly ParameterView[];
  values: JsonObject;
  problems: Readonly<Record<string, string>>;
  /** Texts are templates over the record that comes in. */
  overRecord: boolean;
  sample: unknown;
  onChange: (values: JsonObject) => void;
}

/** What an operation can be told, drawn from its definition. What is empty is left out, and has its default. */
export function ParameterFields({ parameters, values, onChange, ...rest }: ParameterFieldsProps) {
  return parameters.map((parameter) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      value={values[parameter.name]}
      error={rest.problems[`parameters.${parameter.name}`]}
      overRecord={rest.overRecord}
      sample={rest.sample}
      onChange={(value) => {
        onChange(withField(values, parameter.name, value));
      }}
    />
  ));
}

interface ParameterFieldProps extends Pick<ParameterFieldsProps, 'overRecord' | 'sample'> {
  parameter: ParameterView;
  value: Json | undefined;
  error: string | undefined;
  onChange: (value: Json | undefined) => void;
}

function ParameterField({ parameter, value, error, overRecord, sample, onChange }: ParameterFieldProps) {
  const { name, label, help, required, type } = parameter;
  const text = textOf(value);
  const standard = textOf(parameter.default ?? undefined);
  const common = { label, description: help ?? undefined, error, required };
  const choices =
    type === 'switch'
      ? [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]
      : parameter.options.map(({ value: key, label: words }) => ({ value: key, label: words }));

  if (choices.length > 0 && (text === '' || choices.some((one) => one.value === text))) {
    const byDefault = choices.find((one) => one.value === standard)?.label;
    return (
      <NativeSelect
        {...common}
        name={name}
        data={[
          ...(required && standard === '' && text !== ''
            ? []
            : [{ value: '', label: byDefault === undefined ? '' : `${byDefault} (default)` }]),
          ...choices.filter((one) => one.value !== standard || one.value === text),
        ]}
        value={text}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(chosen === '' ? undefined : type === 'switch' ? chosen === 'true' : chosen);
        }}
      />
    );
  }

  if (type === 'number' && (value === undefined || typeof value === 'number') && !overRecord) {
    return (
      <NumberInput
        {...common}
        name={name}
        placeholder={standard}
        value={value ?? ''}
        onChange={(typed) => {
          onChange(typed === '' ? undefined : typed);
        }}
      />
    );
  }

  return overRecord || text.includes('{{') || help?.includes('{{') === true ? (
    <TemplateField
      label={label}
      description={help ?? undefined}
      required={required}
      error={error}
      placeholder={standard}
      value={text}
      sample={sample}
      onChange={(typed) => {
        onChange(typed === '' ? undefined : typed);
      }}
    />
  ) : (
    <TextInput
      {...common}
      name={name}
      placeholder={standard}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        onChange(typed === '' ? undefined : typed);
      }}
    />
  );
}

/** The value as it is typed; a list or an object as its JSON. */
function textOf(value: unknown): string {
  return value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : value instanceof ExactNumber || typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : stringifyExact(value);
}
