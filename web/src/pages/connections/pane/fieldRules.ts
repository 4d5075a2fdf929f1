import type { ConnectionView, FormFieldView } from '@/api/schema';
import { isEmpty, isKept, levelField, pathOf, type FieldValue, type FieldValues } from './fieldValues';

/** One part of a host name. */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** What the server takes for an address is its own; this only finds what can be none. */
const email = /^[^\s@]+@[^\s@]+$/;

export const levelMin = 1;
export const levelMax = 25;

/**
 * A whole address, or a host, turned into the part before the fixed suffix: `https://fuchsia.gorgias.com/app` becomes
 * `fuchsia`. Anything else stays as it was typed.
 */
export function withoutSuffix(typed: string, suffix: string | null): string {
  if (!suffix?.startsWith('.')) {
    return typed;
  }

  const host = typed
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/, '')
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const isHost = host.endsWith(suffix.toLowerCase()) && host.length > suffix.length;
  return isHost ? host.slice(0, -suffix.length) : typed;
}

/** What is wrong with the form of a value that is there. The server has the last word. */
export function formatProblem(field: FormFieldView, value: FieldValue | undefined): string | undefined {
  if (field.field === levelField) {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= levelMin && value <= levelMax;
    return fits ? undefined : `Enter a whole number from ${levelMin} to ${levelMax}.`;
  }

  if (isEmpty(value) || typeof value !== 'string') {
    return undefined;
  }

  if (field.suffix?.startsWith('.') && !label.test(value.trim())) {
    return `Enter only the part before ${field.suffix}: letters, digits and hyphens.`;
  }

  return field.type === 'email' && !email.test(value.trim())
    ? 'Enter an e-mail address, such as you@example.com.'
    : undefined;
}

/** Everything that is missing or cannot be right, by the path in the body. */
export function formProblems(
  form: readonly FormFieldView[],
  values: FieldValues,
  stored?: ConnectionView,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const field of form) {
    const value = values[field.field];
    const missing = field.required && isEmpty(value) && !isKept(field, stored);
    const problem = missing ? `${field.label} is needed.` : formatProblem(field, value);
    if (problem !== undefined) {
      problems[pathOf(field.field)] = problem;
    }
  }

  return problems;
}
