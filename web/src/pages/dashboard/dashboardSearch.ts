/** What the address says of the dashboard. */
export interface DashboardSearch {
  /** Only what belongs to this integration. */
  integration?: string;
  /** A week of hours; a day when left out. */
  days?: 7;
}

export function dashboardSearch(raw: Record<string, unknown>): DashboardSearch {
  const integration = raw['integration'];
  return {
    ...(typeof integration === 'string' && integration !== '' && { integration }),
    ...(raw['days'] === 7 && { days: 7 as const }),
  };
}
