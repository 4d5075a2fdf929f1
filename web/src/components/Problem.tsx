import { Button } from '@mantine/core';
import { IconCloudOff, IconExclamationCircle, IconLock } from '@tabler/icons-react';
import { ApiError } from '@/api/problem';
import { EmptyState } from './EmptyState';

interface ProblemProps {
  error: unknown;
  onRetry?: () => void;
}

/** In place of what could not be read: why, and a way to try again. */
export function Problem({ error, onRetry }: ProblemProps) {
  const api = error instanceof ApiError ? error : null;
  const [title, icon] =
    api?.status === 0
      ? ['No answer from the server', IconCloudOff]
      : api?.status === 403
        ? ['You may not see this', IconLock]
        : ['This could not be shown', IconExclamationCircle];

  return (
    <div role="alert">
      <EmptyState icon={icon} title={title}>
        <p>
          {api?.message ??
            'The page has met something that it does not expect. Reload it; if that does not help, report it.'}
        </p>
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </EmptyState>
    </div>
  );
}
