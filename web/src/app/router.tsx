import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter } from '@tanstack/react-router';
import { alertRoutes } from '@/pages/alerts/routes';
import { connectionRoutes } from '@/pages/connections/routes';
import { dashboardRoutes } from '@/pages/dashboard/routes';
import { errorRoutes } from '@/pages/errors/routes';
import { exportRoutes } from '@/pages/exports/routes';
import { fileRoutes } from '@/pages/files/routes';
import { flowRoutes } from '@/pages/flows/routes';
import { importRoutes } from '@/pages/imports/routes';
import { integrationRoutes } from '@/pages/integrations/routes';
import { profileRoutes } from '@/pages/profile/routes';
import { runRoutes } from '@/pages/runs/routes';
import { sessionRoutes } from '@/pages/session/routes';
import { tokenRoutes } from '@/pages/tokens/routes';
import { userRoutes } from '@/pages/users/routes';
import { Loading } from '@/components/Loading';
import { NotFound } from './NotFound';
import { PageError } from './PageError';
import { rootRoute } from './rootRoute';
import { shellRoute } from './shellRoute';

// With the navigation beside it, as every other page.
const notFoundRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound });

// A folder of src/pages has its addresses in routes.ts; each such list is named here once.
const routes = rootRoute.addChildren([
  ...sessionRoutes,
  shellRoute.addChildren([
    ...dashboardRoutes,
    ...integrationRoutes,
    ...flowRoutes,
    ...runRoutes,
    ...errorRoutes,
    ...connectionRoutes,
    ...exportRoutes,
    ...importRoutes,
    ...alertRoutes,
    ...fileRoutes,
    ...userRoutes,
    ...tokenRoutes,
    ...profileRoutes,
    notFoundRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: routes,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: Loading,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
