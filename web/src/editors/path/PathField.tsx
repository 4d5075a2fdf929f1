import type { ReactNode } from 'react';
import { lazily } from '../lazily';

export interface PathFieldProps {
  label: string;
  labelHidden?: boolean;
  /** A JSONPath, RFC 9535; empty for none. */
  value: string;
  onChange: (value: string) => void;
  /** An input record; undefined where there is none. */
  sample?: unknown;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  placeholder?: string;
}

/** A path, with completion of the sample's places, and what it finds in the sample under it. */
export const PathField = lazily<PathFieldProps>(() => import('./PathEditor'));
