import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { UserView } from './schema';

export type User = UserView;

/** Who is signed in, and whether there is anybody to sign in as. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => bodyOf(api.GET('/v1/session')),
  staleTime: Infinity,
});

const ranks = ['monitor', 'manager', 'administrator', 'owner'];

/** Whether a user may do what needs a role. The server decides; the pages only leave out what it would refuse. */
export function may(user: User | null | undefined, role: 'monitor' | 'manager' | 'administrator' | 'owner'): boolean {
  return user != null && ranks.indexOf(user.role) >= ranks.indexOf(role);
}
