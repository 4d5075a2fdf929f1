import { useId } from 'react';
import type { Json } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';
import classes from './Mapping.module.css';

interface MappingOutputProps {
  value: Json | undefined;
  hasSample: boolean;
  isOld: boolean;
  problem: string | undefined;
}

const lengthMax = 20_000;

/** What the mapping makes of the sample. */
export function MappingOutput({ value, hasSample, isOld, problem }: MappingOutputProps) {
  const id = useId();
  const text = value === undefined ? '' : stringifyExact(value, 2);

  return (
    <section className={classes['panel']} aria-labelledby={id} aria-busy={isOld}>
      <h3 id={id}>Output</h3>
      {problem !== undefined && <p className={classes['problem']}>{problem}</p>}
      {!hasSample && <p className={classes['note']}>No sample: there is nothing to show.</p>}
      {hasSample && problem === undefined && (
        // Scrolls by keyboard too.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={classes['output']} tabIndex={0} role="group" aria-label="Output for the sample">
          {text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text}
        </pre>
      )}
    </section>
  );
}
