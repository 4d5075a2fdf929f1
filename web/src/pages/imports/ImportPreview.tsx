import { Text } from '@mantine/core';
import type { ImportPreviewView } from '@/api/schema';
import { PreviewDialog } from '../operations/preview/PreviewDialog';
import { RequestList } from '../operations/preview/RequestList';
import { TroubleList } from '../operations/preview/TroubleList';
import { WarningList } from '../operations/preview/WarningList';

interface ImportPreviewProps {
  opened: boolean;
  result: ImportPreviewView | undefined;
  onClose: () => void;
}

/** What an import would send for the sample record. */
export function ImportPreview({ opened, result, onClose }: ImportPreviewProps) {
  return (
    <PreviewDialog opened={opened} title="Preview" onClose={onClose}>
      <Text size="sm" c="dimmed" role="status">
        What would be sent for the sample record. Nothing has been sent; secrets are masked.
      </Text>
      <TroubleList errors={result?.errors ?? []} />
      <WarningList warnings={result?.warnings ?? []} />
      <RequestList requests={result?.requests ?? []} />
    </PreviewDialog>
  );
}
