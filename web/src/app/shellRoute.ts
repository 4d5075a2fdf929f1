import { createRoute, redirect } from '@tanstack/react-router';
import { sessionQuery } from '@/api/session';
import { rootRoute } from './rootRoute';
import { Shell } from './Shell';

/** Everything that needs a signed-in user: the navigation with a page beside it. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const { user, setupNeeded } = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' });
    if (user === null) {
      throw redirect({ to: '/', search: setupNeeded ? {} : { next: location.href }, replace: true });
    }

    return { user };
  },
});
