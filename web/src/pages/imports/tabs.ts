/** The tabs of an import's page, in their order. Each is a route of routes.ts. */
export const tabs = [
  { to: '/imports/$importId', label: 'Overview', exact: true },
  { to: '/imports/$importId/history', label: 'History' },
] as const;
