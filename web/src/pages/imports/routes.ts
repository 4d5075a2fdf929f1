import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { historySearch } from '@/components/history/historySearch';
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

const historyRoute = createRoute({
  getParentRoute: () => importRoute,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('./history/ImportHistory'), 'ImportHistory'),
});

export const importRoutes = [listRoute, importRoute.addChildren([overviewRoute, historyRoute])] as const;
