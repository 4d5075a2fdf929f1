import { Alert, Button, Stack } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { ApiError } from '@/api/problem';

interface ErrorNoticeProps {
  error: unknown;
  onRetry?: () => void;
}

/** What was refused, above the form that it belongs to. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const api = error instanceof ApiError ? error : null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertCircle />}
      styles={{ message: { color: 'inherit' } }}
    >
      <Stack gap="xs" align="flex-start">
        {api?.message ??
          'The page has met something that it does not expect. Try again; if that does not help, report it.'}
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
