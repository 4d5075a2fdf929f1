import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboard',

  component: lazyRouteComponent(() => import('./DashboardPage'), 'DashboardPage'),
});

export const dashboardRoutes = [listRoute] as const;
