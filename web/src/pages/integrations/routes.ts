import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./IntegrationsPage'), 'IntegrationsPage'),
});

export const integrationRoutes = [listRoute] as const;
