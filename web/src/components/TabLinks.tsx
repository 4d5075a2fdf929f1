import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './TabLinks.module.css';

interface TabLinksProps {
  /** The navigation's name: "Connection". */
  label: string;
  tabs: readonly { to: NonNullable<LinkProps['to']>; label: string; exact?: boolean }[];
  params: Record<string, string>;
  /** What waits behind a tab, by its label: shown where there is something. */
  counts?: Readonly<Record<string, number>>;
}

/** The parts of a page as real links, each with an address of its own. */
export function TabLinks({ label, tabs, params, counts = {} }: TabLinksProps) {
  const list = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the tab that is open may be one of those that are cut off.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);

  return (
    <nav ref={list} aria-label={label} className={classes['tabs']}>
      {tabs.map(({ to, label: name, exact = false }) => (
        <Link
          key={to}
          to={to}
          params={params as never}
          className={classes['tab'] ?? ''}
          activeOptions={{ exact, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {name}
          {(counts[name] ?? 0) > 0 && <span className={classes['count']}>{counts[name]?.toLocaleString('en')}</span>}
        </Link>
      ))}
    </nav>
  );
}
