import { NativeSelect } from '@mantine/core';
import { JsonField, TemplateField } from '@/editors';
import type { Json, JsonObject } from '@/json/json';

interface BodyFieldProps {
  request: JsonObject;
  /** It writes records: without a body of its own it sends the mapped one. */
  sends: boolean;
  sample: unknown;
  error: string | undefined;
  onChange: (request: JsonObject) => void;
  onUnreadable: (field: string, message: string | null) => void;
}

type Kind = 'record' | 'none' | 'template' | 'json';

/** The body of a request: nothing, the record, a text with expressions, or a JSON document with expressions in it. */
export function BodyField({ request, sends, sample, error, onChange, onUnreadable }: BodyFieldProps) {
  const { body, ...rest } = request;
  const kind = kindOf(request);
  const set = (value: Json) => {
    onChange({ ...rest, body: value });
  };

  return (
    <>
      <NativeSelect
        label="Body"
        value={kind}
        data={[
          ...(sends ? [{ value: 'record', label: 'The mapped record' }] : []),
          { value: 'none', label: 'None' },
          { value: 'template', label: 'A text with expressions' },
          { value: 'json', label: 'A JSON document' },
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Kind;
          if (chosen === 'record' || (chosen === 'none' && !sends)) {
            onChange(rest);
          } else {
            set(chosen === 'none' ? null : chosen === 'template' ? (sends ? '{{json record}}' : '') : {});
          }
        }}
      />
      {kind === 'template' && (
        <TemplateField
          label="Text of the body"
          multiline
          place="json"
          value={typeof body === 'string' ? body : ''}
          sample={sample}
          error={error}
          onChange={set}
        />
      )}
      {kind === 'json' && (
        <JsonField
          label="Document of the body"
          description="Texts in it may hold expressions: {{name}}."
          value={body}
          error={error}
          onChange={(value) => {
            set((value as Json | null) ?? {});
          }}
          onProblem={(message) => {
            onUnreadable('request.body', message);
          }}
        />
      )}
    </>
  );

  function kindOf(of: JsonObject): Kind {
    if (!('body' in of)) {
      return sends ? 'record' : 'none';
    }

    return of['body'] === null ? 'none' : typeof of['body'] === 'string' ? 'template' : 'json';
  }
}
