import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/users',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./UsersPage'), 'UsersPage'),
});

export const userRoutes = [listRoute] as const;
