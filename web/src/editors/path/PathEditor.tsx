import { autocompletion } from '@codemirror/autocomplete';
import { useMemo } from 'react';
import { isList } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';
import { CodeField } from '../code/CodeField';
import { Output } from '../code/Output';
import { usePreview } from '../preview/usePreview';
import { pathsOf } from '../sample/paths';
import type { PathFieldProps } from './PathField';
import { pathCompletions } from './pathCompletions';
import { pathLanguage } from './pathLanguage';

/** The field of {@link PathField}, with CodeMirror in it. */
export default function PathEditor(props: PathFieldProps) {
  const { value, sample } = props;
  const language = useMemo(
    () => [pathLanguage, autocompletion({ override: [pathCompletions(pathsOf(sample))], icons: false })],
    [sample],
  );

  const hasSample = sample !== undefined;
  const {
    value: values,
    problem,
    isOld,
  } = usePreview('path', value === '' ? null : { path: value, record: hasSample ? sample : null });
  const refused = problem?.position === undefined ? undefined : problem.message;

  return (
    <CodeField
      label={props.label}
      labelHidden={props.labelHidden ?? false}
      value={value}
      onChange={props.onChange}
      language={language}
      description={props.description}
      error={props.error ?? refused}
      wrongAt={isOld ? null : (problem?.position ?? null)}
      required={props.required ?? false}
      multiline={false}
      placeholder={props.placeholder ?? '$.name'}
    >
      {hasSample && value !== '' && refused === undefined && (
        <Output of={isList(values) ? found(values) : undefined} problem={problem?.message} isOld={isOld} />
      )}
    </CodeField>
  );
}

const found = (values: readonly unknown[]): string =>
  values.length === 0
    ? 'nothing in this sample'
    : values.length === 1
      ? stringifyExact(values[0])
      : `${values.length} values: ${values.map((value) => stringifyExact(value)).join(', ')}`;
