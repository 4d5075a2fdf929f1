import type { ReactNode } from 'react';
import { lazily } from '../lazily';

export interface JsonFieldProps {
  label: string;
  labelHidden?: boolean;
  /** The document; null is an empty field. */
  value: unknown;
  /** Called with each text that is a JSON document; numbers that JavaScript would change come as `ExactNumber`. */
  onChange: (value: unknown) => void;
  /** What is wrong with the text that stands there, so that it is no document; null when nothing is (any more). */
  onProblem?: (message: string | null) => void;
  description?: ReactNode;
  error?: ReactNode;
  /** Where in the text `error` is, counted from 0. */
  wrongAt?: number | null;
  required?: boolean;
  placeholder?: string;
}

/** A JSON document as text; its numbers keep their digits. */
export const JsonField = lazily<JsonFieldProps>(() => import('./JsonEditor'));
