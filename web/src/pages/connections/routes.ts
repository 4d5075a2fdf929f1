import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { connectionsSearch } from './connectionsSearch';
import { historySearch } from '@/components/history/historySearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections',
  validateSearch: connectionsSearch,
  component: lazyRouteComponent(() => import('./ConnectionsPage'), 'ConnectionsPage'),
});

/** The frame of a connection's page; its tabs are addresses below it. */
const connectionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections/$connectionId',
  component: lazyRouteComponent(() => import('./ConnectionPage'), 'ConnectionPage'),
});

// A new tab: its page beside this file, a route here, and its name in tabs.ts.
const overviewRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./ConnectionOverview'), 'ConnectionOverview'),
});

const historyRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('./history/ConnectionHistory'), 'ConnectionHistory'),
});

const integrationsRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/integrations',
  component: lazyRouteComponent(() => import('./integrations/ConnectionIntegrations'), 'ConnectionIntegrations'),
});

const auditRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/ConnectionAudit'), 'ConnectionAudit'),
});

const trafficRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/traffic',
  component: lazyRouteComponent(() => import('./traffic/ConnectionTraffic'), 'ConnectionTraffic'),
});

const debugRoute = createRoute({
  getParentRoute: () => connectionRoute,
  path: '/debug',
  component: lazyRouteComponent(() => import('./debug/ConnectionDebug'), 'ConnectionDebug'),
});

export const connectionRoutes = [
  listRoute,
  connectionRoute.addChildren([overviewRoute, trafficRoute, integrationsRoute, historyRoute, auditRoute, debugRoute]),
] as const;
