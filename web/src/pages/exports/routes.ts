import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { historySearch } from '@/components/history/historySearch';
import { tableSearch } from '@/components/tableSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./ExportsPage'), 'ExportsPage'),
});

/** The frame of an export's page; its tabs are addresses below it. */
const exportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports/$exportId',
  component: lazyRouteComponent(() => import('./ExportPage'), 'ExportPage'),
});

const overviewRoute = createRoute({
  getParentRoute: () => exportRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./ExportOverview'), 'ExportOverview'),
});

const historyRoute = createRoute({
  getParentRoute: () => exportRoute,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('./history/ExportHistory'), 'ExportHistory'),
});

export const exportRoutes = [listRoute, exportRoute.addChildren([overviewRoute, historyRoute])] as const;
