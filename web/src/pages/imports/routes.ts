import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./ImportsPage'), 'ImportsPage'),
});

/** The frame of an import's page; its tabs are addresses below it. */
const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('./ImportPage'), 'ImportPage'),
});

const overviewRoute = createRoute({
  getParentRoute: () => importRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./ImportOverview'), 'ImportOverview'),
});

export const importRoutes = [listRoute, importRoute.addChildren([overviewRoute])] as const;
