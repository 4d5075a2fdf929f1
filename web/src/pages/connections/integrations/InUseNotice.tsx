import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { UsageView } from '@/api/schema';
import { UsedBy } from '../UsedBy';

interface InUseNoticeProps {
  integration: string;
  usage: UsageView;
}

/** Why a connection stays registered with an integration, with links to the flows that use it. */
export function InUseNotice({ integration, usage }: InUseNoticeProps) {
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      mb="md"
      icon={<IconAlertCircle />}
      title={`${integration} uses it`}
      styles={{ message: { color: 'inherit' }, title: { color: 'inherit' } }}
    >
      Give these another connection first, or delete them.
      <UsedBy usage={usage} />
    </Alert>
  );
}
