import type { ReactNode } from 'react';
import classes from './TwoLines.module.css';

/** In a cell: what it is, and below, quieter, what tells it apart. */
export function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <div className={classes['cell']}>
      <div className={classes['first']}>{first}</div>
      {second !== undefined && second !== null && second !== false && second !== '' && (
        <div className={classes['second']}>{second}</div>
      )}
    </div>
  );
}
