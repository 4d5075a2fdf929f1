import type { ReactNode } from 'react';
import classes from './PageHeader.module.css';

interface PageHeaderProps {
  title: string;
  /** One sentence: what is here. */
  description?: ReactNode;
  /** Before the title: the icon of an application. */
  icon?: ReactNode;
  /** Above the title: the way back to the list. */
  back?: ReactNode;
  /** The one primary action, at the top right, after secondary ones. */
  action?: ReactNode;
}

/** The head of a page; it also names the browser's tab. */
export function PageHeader({ title, description, icon, back, action }: PageHeaderProps) {
  return (
    <header className={classes['header']}>
      <title>{`${title} · Weir`}</title>
      {back && <div className={classes['back']}>{back}</div>}
      <div className={classes['row']}>
        <div className={classes['title']}>
          {icon}
          <div className={classes['texts']}>
            <h1>{title}</h1>
            {description !== undefined && <div className={classes['description']}>{description}</div>}
          </div>
        </div>
        {action && <div className={classes['action']}>{action}</div>}
      </div>
    </header>
  );
}
