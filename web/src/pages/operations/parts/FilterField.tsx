import { FilterEditor } from '@/editors';
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
export function FilterField({
  label,
  value,
  description,
  error,
  sample,
  schema,
  onChange,
  onProblem,
}: FilterFieldProps) {
  return (
    <FilterEditor
      label={label}
      description={description}
      value={value}
      error={error}
      sample={sample}
      schema={schema}
      onChange={(filter) => {
        onChange(filter as Json);
      }}
      onProblem={onProblem}
    />
  );
}
