import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./ExportsPage'), 'ExportsPage'),
});

export const exportRoutes = [listRoute] as const;
