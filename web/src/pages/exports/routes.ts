import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
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

export const exportRoutes = [listRoute, exportRoute.addChildren([overviewRoute])] as const;
