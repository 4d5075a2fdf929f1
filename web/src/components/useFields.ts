import { useId, useState, type ChangeEvent } from 'react';
import { problemFields } from '@/api/problem';
import { focusFirstInvalid } from './focusFirstInvalid';

type Texts = Readonly<Record<string, string>>;

/**
 * The text fields of a form: what stands in them, what is missing, and what the server said of each.
 *
 * @param initial What stands in them at first.
 * @param needed What to say of a field that may not stay empty.
 * @param error Why the server refused what was sent; null before.
 */
export function useFields<T extends Texts>(initial: T, needed: Partial<Record<keyof T, string>>, error: unknown) {
  const id = useId();
  const [values, setValues] = useState<T>(initial);
  const [asked, setAsked] = useState(false);
  // What was refused is no longer said of a field that has changed since.
  const [sent, setSent] = useState<T>(initial);
  const refused = problemFields(error);
  const isEmpty = (name: keyof T) => (values[name] ?? '').trim() === '';

  const problem = (name: keyof T & string): string | undefined =>
    asked && isEmpty(name) && needed[name] !== undefined
      ? needed[name]
      : values[name] === sent[name]
        ? refused[name]
        : undefined;

  return {
    /** For the form element. */
    id,
    values,
    dirty: Object.keys(initial).some((name) => values[name] !== initial[name]),
    /** Whether the refusal is said at a field, so that it need not be said again above the form. */
    saysError: Object.keys(refused).some((name) => name in initial),
    reset: () => {
      setValues(initial);
      setSent(initial);
      setAsked(false);
    },
    set: (name: keyof T & string, value: string) => {
      setValues((now) => ({ ...now, [name]: value }));
    },
    field: (name: keyof T & string) => {
      const error = problem(name);
      return {
        name,
        value: values[name] ?? '',
        required: needed[name] !== undefined,
        ...(error !== undefined && { error }),
        onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) => {
          const { value } = event.currentTarget;
          setValues((now) => ({ ...now, [name]: value }));
        },
      };
    },
    /** True when nothing needed is missing; else goes to the first field that is. */
    check: (): boolean => {
      setAsked(true);
      setSent(values);
      const complete = Object.keys(needed).every((name) => !isEmpty(name));
      if (!complete) {
        focusFirstInvalid(document.getElementById(id));
      }

      return complete;
    },
    focusRefused: () => {
      focusFirstInvalid(document.getElementById(id));
    },
  };
}
