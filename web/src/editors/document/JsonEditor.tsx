import { closeBrackets } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { useState } from 'react';
import { sameJson, type Json } from '@/json/json';
import { JsonTextError, parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import { CodeField } from '../code/CodeField';
import { useProblem } from '../useProblem';
import type { JsonFieldProps } from './JsonField';

const language = [json(), bracketMatching(), closeBrackets(), indentUnit.of('  ')];

/** The field of {@link JsonField}, with CodeMirror in it. */
export default function JsonEditor(props: JsonFieldProps) {
  const value = (props.value ?? null) as Json;
  const [typed, setTyped] = useState({ text: textOf(value), value });
  const { document, error } = read(typed.text);
  useProblem(error?.message ?? null, props.onProblem);

  // What is typed stays as it is typed while it means the value; another value replaces it.
  if (!sameJson(typed.value, value)) {
    setTyped({ text: textOf(value), value });
  }

  const change = (text: string) => {
    const now = read(text);
    setTyped({ text, value: now.error === null ? now.document : value });
    if (now.error === null && !sameJson(now.document, value)) {
      props.onChange(now.document);
    }
  };

  return (
    <CodeField
      label={props.label}
      labelHidden={props.labelHidden ?? false}
      value={typed.text}
      onChange={change}
      onBlur={() => {
        if (error === null) {
          setTyped({ text: textOf(document), value });
        }
      }}
      language={language}
      description={props.description}
      error={error?.message ?? props.error}
      wrongAt={error?.position ?? props.wrongAt ?? null}
      required={props.required ?? false}
      placeholder={props.placeholder ?? ''}
    />
  );
}

const textOf = (value: Json): string => (value === null ? '' : stringifyExact(value, 2));

function read(text: string): { document: Json; error: JsonTextError | null } {
  if (text.trim() === '') {
    return { document: null, error: null };
  }

  try {
    return { document: parseExact(text), error: null };
  } catch (error) {
    if (error instanceof JsonTextError) {
      return { document: null, error };
    }

    throw error;
  }
}
