import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./ImportsPage'), 'ImportsPage'),
});

export const importRoutes = [listRoute] as const;
