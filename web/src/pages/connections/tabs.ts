import type { LinkProps } from '@tanstack/react-router';

interface Tab {
  to: NonNullable<LinkProps['to']>;
  label: string;
  /** Only the tab's own address marks it, not those below it. */
  exact?: boolean;
  /** Who sees it; without it everybody. */
  needs?: 'administrator';
}

/** The tabs of a connection's page, in their order. Each is a route of routes.ts. */
export const tabs: Tab[] = [
  { to: '/connections/$connectionId', label: 'Overview', exact: true },
  { to: '/connections/$connectionId/traffic', label: 'Traffic' },
  { to: '/connections/$connectionId/integrations', label: 'Integrations' },
  { to: '/connections/$connectionId/history', label: 'History' },
  { to: '/connections/$connectionId/audit', label: 'Audit' },
  { to: '/connections/$connectionId/debug', label: 'Debug', needs: 'administrator' },
];
