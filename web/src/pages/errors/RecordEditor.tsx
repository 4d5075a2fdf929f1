import { NativeSelect, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { JsonField } from '@/editors';
import classes from './Errors.module.css';
import { fieldsMax, fieldsOf, isNamed, namedField, typedValue, withValue, type RecordField } from './recordFields';

/** A longer text gets more lines. */
const lineMax = 200;

interface RecordEditorProps {
  record: unknown;
  /** The error's message, which may name a field. */
  message: string;
  readOnly: boolean;
  onChange: (record: unknown) => void;
  /** Whether anything that stands there could not be stored. */
  onProblem: (problem: string | null) => void;
}

/** A failed record as a form or as JSON, with the field that its message names marked. */
export function RecordEditor(props: RecordEditorProps) {
  const fields = fieldsOf(props.record);
  const named = namedField(props.message);
  const fits = fields.length > 0 && fields.length <= fieldsMax;
  const [view, setView] = useState<'form' | 'json'>(fits ? 'form' : 'json');
  return (
    <Stack gap="sm">
      {fits && (
        <SegmentedControl
          aria-label="Record as"
          value={view}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={(value) => {
            props.onProblem(null);
            setView(value);
          }}
        />
      )}
      {view === 'json' || !fits ? (
        <JsonField
          label="Record"
          value={props.record}
          onChange={props.onChange}
          onProblem={props.onProblem}
          {...(named !== null && { description: `The message names ${named}.` })}
        />
      ) : (
        <div className={classes['fields']}>
          {fields.map((field) => (
            <Field key={field.path} field={field} named={isNamed(field.path, named)} {...props} />
          ))}
        </div>
      )}
    </Stack>
  );
}

function Field({ field, named, ...props }: RecordEditorProps & { field: RecordField; named: boolean }) {
  const [text, setText] = useState(field.value === null ? '' : String(field.value));
  const typed = typedValue(field.value, text);
  const error = typed === null ? 'Give a number.' : named ? props.message : undefined;
  const change = (value: string) => {
    setText(value);
    const next = typedValue(field.value, value);
    props.onProblem(next === null ? `${field.path}: give a number.` : null);
    if (next !== null) {
      props.onChange(withValue(props.record, field.keys, next.value));
    }
  };

  const common = { label: field.path, ...(error !== undefined && { error }) };
  return (
    <div {...(named && { className: classes['named'] ?? '' })}>
      {typeof field.value === 'boolean' ? (
        <NativeSelect
          {...common}
          disabled={props.readOnly}
          data={['true', 'false']}
          value={text}
          onChange={(event) => {
            change(event.currentTarget.value);
          }}
        />
      ) : text.length <= lineMax && !text.includes('\n') ? (
        <TextInput
          {...common}
          readOnly={props.readOnly}
          value={text}
          {...(field.value === null && { placeholder: 'null' })}
          onChange={(event) => {
            change(event.currentTarget.value);
          }}
        />
      ) : (
        <Textarea
          {...common}
          rows={4}
          readOnly={props.readOnly}
          value={text}
          {...(field.value === null && { placeholder: 'null' })}
          onChange={(event) => {
            change(event.currentTarget.value);
          }}
        />
      )}
    </div>
  );
}
