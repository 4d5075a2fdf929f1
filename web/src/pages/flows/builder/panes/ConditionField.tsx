import { JsonInput } from '@mantine/core';
import { useState } from 'react';

interface ConditionFieldProps {
  label: string;
  description: string;
  /** JsonLogic; null takes every record. */
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | undefined;
}

/** Which records something is for. */
export function ConditionField({ label, description, value, onChange, error }: ConditionFieldProps) {
  const [text, setText] = useState(() => (value === null ? '' : JSON.stringify(value, null, 2)));
  const isWrong = read(text) === undefined;
  return (
    <JsonInput
      label={label}
      description={description}
      placeholder={'{"==": [{"var": "status"}, "open"]}'}
      autosize
      minRows={2}
      maxRows={14}
      value={text}
      error={isWrong ? 'This is no JSON yet; it is taken over when it is.' : error}
      onChange={(typed) => {
        setText(typed);
        const filter = read(typed);
        if (filter !== undefined) {
          onChange(filter);
        }
      }}
    />
  );
}

/** The filter that was typed; null where nothing was, undefined where it is no JSON. */
function read(text: string): unknown {
  try {
    return text.trim() === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
