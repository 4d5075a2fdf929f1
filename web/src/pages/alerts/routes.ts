import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/alerts',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./AlertsPage'), 'AlertsPage'),
});

export const alertRoutes = [listRoute] as const;
