import type { ReactNode } from 'react';
import { lazily } from '../lazily';

export interface MappingEditorProps {
  /** By default “Mapping”. */
  label?: string;
  /** The mapping's document; null where the record goes as it is. */
  value: unknown;
  onChange: (value: unknown) => void;
  /** The tables that `@lookup` names: `{"status":{"open":"1"}}`. */
  lookups?: unknown;
  /** Left out where a mapping can have no tables. */
  onLookupsChange?: (value: unknown) => void;
  /** What keeps a row or a text from being part of the mapping; null when nothing does (any more). */
  onProblem?: (message: string | null) => void;
  /** An input record; undefined where there is none. */
  sample?: unknown;
  /** The JSON schema of what the destination takes, as the operation has it; undefined or null where none is known. */
  fields?: unknown;
  error?: ReactNode;
}

/** A mapping as rows between the input's fields and the output for the sample, or as JSON. */
export const MappingEditor = lazily<MappingEditorProps>(() => import('./MappingForms'));
