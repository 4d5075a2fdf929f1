import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { errorsSearch } from './errorsSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/errors',
  validateSearch: errorsSearch,
  component: lazyRouteComponent(() => import('./ErrorsPage'), 'ErrorsPage'),
});

export const errorRoutes = [listRoute] as const;
