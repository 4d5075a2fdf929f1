import type { ReactNode } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  title: string;
  /** For links to this part of the page. */
  id?: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, id, description, action, children }: SectionProps) {
  return (
    <section id={id} className={classes['section']} aria-label={title}>
      <div className={classes['head']}>
        <div>
          <h2>{title}</h2>
          {description !== undefined && <p>{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
