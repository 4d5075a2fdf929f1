import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  icon: TablerIcon;
  title: string;
  /** What to do about it: a sentence and, mostly, one button. */
  children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      <span className={classes['icon']}>
        <Icon size={26} stroke={1.5} aria-hidden />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
