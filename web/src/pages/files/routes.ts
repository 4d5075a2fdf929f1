import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/shellRoute';

const filesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/files',
  component: lazyRouteComponent(() => import('./FilesPage'), 'FilesPage'),
});

export const fileRoutes = [filesRoute] as const;
