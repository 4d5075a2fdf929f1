import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./FlowsPage'), 'FlowsPage'),
});

export const flowRoutes = [listRoute] as const;
