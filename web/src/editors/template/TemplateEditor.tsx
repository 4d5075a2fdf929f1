import { autocompletion, closeBrackets } from '@codemirror/autocomplete';
import { useMemo } from 'react';
import { CodeField } from '../code/CodeField';
import { Output } from '../code/Output';
import { usePreview } from '../preview/usePreview';
import { pathsOf } from '../sample/paths';
import type { TemplateFieldProps } from './TemplateField';
import { templateCompletions } from './templateCompletions';
import { templateLanguage } from './templateLanguage';

/** The field of {@link TemplateField}, with CodeMirror in it. */
export default function TemplateEditor(props: TemplateFieldProps) {
  const { value, sample, place = 'text', multiline = false } = props;
  const language = useMemo(
    () => [
      templateLanguage,
      autocompletion({
        override: [templateCompletions(pathsOf(sample))],
        icons: false,
        activateOnCompletion: () => true,
      }),
      closeBrackets(),
    ],
    [sample],
  );

  // Without a record the template is only read: what is wrong with it has a position.
  const hasSample = sample !== undefined;
  const isTemplate = value.includes('{{');
  const {
    value: text,
    problem,
    isOld,
  } = usePreview(
    'template',
    isTemplate ? { template: value, record: hasSample ? sample : {}, for: hasSample ? place : 'text' } : null,
  );
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
      multiline={multiline}
      placeholder={props.placeholder ?? ''}
    >
      {hasSample && isTemplate && refused === undefined && (
        <Output of={typeof text === 'string' ? text : undefined} problem={problem?.message} isOld={isOld} />
      )}
    </CodeField>
  );
}
