import type { Json } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';
import classes from './JsonText.module.css';

/** A document as people read it. */
export function JsonText({ label, value }: { label: string; value: Json }) {
  return (
    // It scrolls sideways: the keyboard must be able to do that too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classes['text']} role="region" aria-label={`${label} as JSON`} tabIndex={0}>
      {stringifyExact(value, 2)}
    </pre>
  );
}
