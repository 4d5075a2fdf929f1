import type { ReactNode } from 'react';
import { lazily } from '../lazily';

export interface FilterEditorProps {
  label: string;
  /** JsonLogic; null for no filter. */
  value: unknown;
  onChange: (value: unknown) => void;
  /** What keeps what stands there from being a filter; null when nothing does (any more). */
  onProblem?: (message: string | null) => void;
  /** An input record; undefined where there is none. */
  sample?: unknown;
  /** The JSON schema of such a record. */
  schema?: unknown;
  /** What is said of the sample; by default that it passes or is left out. */
  says?: { yes: string; no: string };
  description?: ReactNode;
  error?: ReactNode;
}

/** A filter as conditions, with its JSON beside it and what it says of the sample. What conditions cannot say stays JSON. */
export const FilterEditor = lazily<FilterEditorProps>(() => import('./FilterForms'));
