import { JsonField } from '@/editors';
import type { Json } from '@/json/json';

interface FilterFieldProps {
  label: string;
  value: Json;
  description: string;
  error: string | undefined;
  /** An input record and the JSON schema of such records, where they are known. */
  sample: unknown;
  schema: unknown;
  onChange: (filter: Json) => void;
  onProblem: (message: string | null) => void;
}

/** A rule over records. */
export function FilterField({ label, value, description, error, onChange, onProblem }: FilterFieldProps) {
  return (
    <JsonField
      label={label}
      description={description}
      placeholder={'{"==": [{"var": "status"}, "open"]}'}
      value={value}
      error={error}
      onChange={(filter) => {
        onChange(filter as Json);
      }}
      onProblem={onProblem}
    />
  );
}
