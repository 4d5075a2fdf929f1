import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./IntegrationsPage'), 'IntegrationsPage'),
});

const integrationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations/$integrationId',
  component: lazyRouteComponent(() => import('./IntegrationPage'), 'IntegrationPage'),
});

export const integrationRoutes = [listRoute, integrationRoute] as const;
