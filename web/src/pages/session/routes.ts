import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '@/api/session';
import { rootRoute } from '@/app/rootRoute';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  // Only an address of our own, so that nobody can be led elsewhere by a link.
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    typeof next === 'string' && /^\/(?![/\\])\S*$/.test(next) ? { next } : {},
  beforeLoad: async ({ context, search }) => {
    const { user, setupNeeded } = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' });
    if (user !== null) {
      throw redirect({ href: search.next ?? '/dashboard', replace: true });
    }

    if (setupNeeded) {
      throw redirect({ to: '/setup', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  beforeLoad: async ({ context }) => {
    const { setupNeeded } = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' });
    if (!setupNeeded) {
      throw redirect({ to: '/', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./SetupPage'), 'SetupPage'),
});

export const sessionRoutes = [signInRoute, setupRoute] as const;
