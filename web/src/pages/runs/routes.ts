import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';
import { logSearch } from './logSearch';

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$runId',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => import('./RunPage'), 'RunPage'),
});

export const runRoutes = [runRoute] as const;
