import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Problem } from '@/components/Problem';

/** In place of a page that could not be shown. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Problem
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
