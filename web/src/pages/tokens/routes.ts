import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tokens',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./TokensPage'), 'TokensPage'),
});

export const tokenRoutes = [listRoute] as const;
