import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { historySearch } from '@/components/history/historySearch';
import { tableSearch } from '@/components/tableSearch';
import { errorsSearch } from '@/pages/errors/errorsSearch';
import { builderSearch } from './builder/builderSearch';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows',
  validateSearch: tableSearch,
  component: lazyRouteComponent(() => import('./FlowsPage'), 'FlowsPage'),
});

/** The frame of a flow's page; its tabs are addresses below it. */
const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$flowId',
  component: lazyRouteComponent(() => import('./FlowPage'), 'FlowPage'),
});

// A new tab: its page in a folder of its own beside this file, a route here, and its name in tabs.ts.
const builderRoute = createRoute({
  getParentRoute: () => flowRoute,
  path: '/',
  validateSearch: builderSearch,
  component: lazyRouteComponent(() => import('./builder/FlowBuilder'), 'FlowBuilder'),
});

const runsRoute = createRoute({
  getParentRoute: () => flowRoute,
  path: '/runs',
  component: lazyRouteComponent(() => import('./runs/FlowRuns'), 'FlowRuns'),
});

const errorsRoute = createRoute({
  getParentRoute: () => flowRoute,
  path: '/errors',
  validateSearch: errorsSearch,
  component: lazyRouteComponent(() => import('./errors/FlowErrors'), 'FlowErrors'),
});

const scheduleRoute = createRoute({
  getParentRoute: () => flowRoute,
  path: '/schedule',
  component: lazyRouteComponent(() => import('./schedule/FlowSchedule'), 'FlowSchedule'),
});

const historyRoute = createRoute({
  getParentRoute: () => flowRoute,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('./history/FlowHistory'), 'FlowHistory'),
});

const settingsRoute = createRoute({
  getParentRoute: () => flowRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/FlowSettings'), 'FlowSettings'),
});

export const flowRoutes = [
  listRoute,
  flowRoute.addChildren([builderRoute, runsRoute, errorsRoute, scheduleRoute, historyRoute, settingsRoute]),
] as const;
