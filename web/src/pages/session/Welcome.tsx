import type { ReactNode } from 'react';
import classes from './Welcome.module.css';

interface WelcomeProps {
  title: string;
  description: string;
  children: ReactNode;
}

/** The frame of the pages for people who are not signed in. */
export function Welcome({ title, description, children }: WelcomeProps) {
  return (
    <main className={classes['page']}>
      <title>{`${title} · Weir`}</title>
      <div className={classes['card']}>
        <img src="/icon.svg" alt="" width={44} height={44} />
        <div className={classes['texts']}>
          <h1>{title}</h1>
          <p>{description}</p>
        </div>
        {children}
      </div>
    </main>
  );
}
