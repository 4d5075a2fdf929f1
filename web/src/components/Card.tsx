import { useId, type ReactNode } from 'react';
import classes from './Card.module.css';

interface CardProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page with a name. */
export function Card({ title, action, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes['card']}>
      <header>
        <h2 id={id}>{title}</h2>
        {action}
      </header>
      {children}
    </section>
  );
}
