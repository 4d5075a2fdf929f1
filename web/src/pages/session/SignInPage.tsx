import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { sessionQuery } from '@/api/session';
import { SignInForm } from './SignInForm';
import { Welcome } from './Welcome';

const route = getRouteApi('/');

export function SignInPage() {
  const { next } = route.useSearch();
  const queryClient = useQueryClient();
  const router = useRouter();

  return (
    <Welcome title="Sign in" description="Connect your applications and move their records.">
      <SignInForm
        onSignedIn={(user) => {
          queryClient.setQueryData(sessionQuery.queryKey, { user, setupNeeded: false });
          void router.navigate({ href: next ?? '/dashboard', replace: true });
        }}
      />
    </Welcome>
  );
}
