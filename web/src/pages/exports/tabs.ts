/** The tabs of an export's page, in their order. Each is a route of routes.ts. */
export const tabs = [
  { to: '/exports/$exportId', label: 'Overview', exact: true },
  { to: '/exports/$exportId/history', label: 'History' },
] as const;
