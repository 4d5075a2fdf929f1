import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { connectionsSearch } from './connectionsSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections',
  validateSearch: connectionsSearch,
  component: lazyRouteComponent(() => import('./ConnectionsPage'), 'ConnectionsPage'),
});

export const connectionRoutes = [listRoute] as const;
