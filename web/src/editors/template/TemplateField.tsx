import type { ReactNode } from 'react';
import { lazily } from '../lazily';

export interface TemplateFieldProps {
  label: string;
  /** The label is its name for screen readers only. */
  labelHidden?: boolean;
  value: string;
  onChange: (value: string) => void;
  /** An input record; undefined where there is none. Its fields are offered, and what the template makes of it is shown. */
  sample?: unknown;
  /** Where the text will stand, which decides how values are escaped. */
  place?: 'text' | 'json' | 'path' | 'query' | 'header';
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** With several lines; by default it is one, and Enter sends the form. */
  multiline?: boolean;
  placeholder?: string;
}

/** A template, with completion, colours, and what it makes of the sample under it. */
export const TemplateField = lazily<TemplateFieldProps>(() => import('./TemplateEditor'));
