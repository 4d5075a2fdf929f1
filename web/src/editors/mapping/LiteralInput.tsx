import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ExactNumber, isNumberText, numberOf } from '@/json/ExactNumber';
import { sameJson, type Json } from '@/json/json';
import { parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import classes from './Mapping.module.css';

const kinds = ['text', 'number', 'yes', 'no', 'nothing', 'JSON'] as const;

type LiteralKind = (typeof kinds)[number];

interface LiteralInputProps {
  label: string;
  value: Json;
  onChange: (value: Json) => void;
}

/** A value that is written down as it is. What is typed becomes the value once it is one of the kind. */
export function LiteralInput({ label, value, onChange }: LiteralInputProps) {
  const [typed, setTyped] = useState({ value, kind: kindIn(value), text: textOf(value) });
  if (!sameJson(typed.value, value)) {
    setTyped({ value, kind: kindIn(value), text: textOf(value) });
  }

  const problem = read(typed.kind, typed.text) === undefined;
  const change = (kind: LiteralKind, text: string) => {
    const now = read(kind, text);
    setTyped({ value: now === undefined ? value : now, kind, text });
    if (now !== undefined && !sameJson(now, value)) {
      onChange(now);
    }
  };

  return (
    <div className={classes['literal']}>
      {(typed.kind === 'text' || typed.kind === 'number' || typed.kind === 'JSON') && (
        <TextInput
          aria-label={label}
          value={typed.text}
          onBlur={() => {
            if (problem) {
              setTyped({ value, kind: kindIn(value), text: textOf(value) });
            }
          }}
          error={problem && (typed.kind === 'number' ? 'This is no number.' : 'This is no JSON.')}
          onChange={(event) => {
            change(typed.kind, event.currentTarget.value);
          }}
        />
      )}
      <NativeSelect
        aria-label={`Kind of ${label}`}
        value={typed.kind}
        data={[...kinds]}
        onChange={(event) => {
          const kind = event.currentTarget.value as LiteralKind;
          const text = typeof value === 'string' && kind === 'JSON' ? stringifyExact(value) : typed.text;
          change(kind, text);
        }}
      />
    </div>
  );
}

function kindIn(value: Json): LiteralKind {
  if (typeof value === 'string') {
    return 'text';
  }

  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }

  return value === null ? 'nothing' : typeof value === 'number' || value instanceof ExactNumber ? 'number' : 'JSON';
}

const textOf = (value: Json): string =>
  typeof value === 'string' ? value : value === null || typeof value === 'boolean' ? '' : stringifyExact(value);

/** The value that is meant; undefined while the text is none of the kind. */
function read(kind: LiteralKind, text: string): Json | undefined {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return isNumberText(text) ? numberOf(text) : undefined;
    case 'yes':
    case 'no':
      return kind === 'yes';
    case 'nothing':
      return null;
    case 'JSON':
      try {
        return parseExact(text);
      } catch {
        return undefined;
      }
  }
}
