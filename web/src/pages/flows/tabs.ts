import type { LinkProps } from '@tanstack/react-router';

interface Tab {
  to: NonNullable<LinkProps['to']>;
  label: string;
  /** Only the tab's own address marks it, not those below it. */
  exact?: boolean;
}

/** The tabs of a flow's page, in their order: Builder, Runs, Errors, Schedule, History, Settings. Each is a route of routes.ts. */
export const tabs: Tab[] = [
  { to: '/flows/$flowId', label: 'Builder', exact: true },
  { to: '/flows/$flowId/runs', label: 'Runs' },
  { to: '/flows/$flowId/errors', label: 'Errors' },
  { to: '/flows/$flowId/schedule', label: 'Schedule' },
  { to: '/flows/$flowId/history', label: 'History' },
  { to: '/flows/$flowId/settings', label: 'Settings' },
];
