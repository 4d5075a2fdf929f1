import { ScrollArea, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { tell } from '@/components/tell';
import type { HistoryWords } from './changeRows';
import { Differences } from './Differences';
import { revertTo, type Reverted, type VersionedResource } from './versions';

interface RevertDialogProps {
  resource: VersionedResource<Reverted>;
  words: HistoryWords;
  /** The version that becomes the present one; null while nothing is asked. */
  version: number | null;
  onClose: () => void;
}

const reverted = { exports: 'Export reverted', imports: 'Import reverted', flows: 'Flow reverted' } as const;

/** Says what changes when a former version becomes the present one, and does it. Remount it for another version. */
export function RevertDialog({ resource, words, version, onClose }: RevertDialogProps) {
  const { kind, name, version: present } = resource;
  const queryClient = useQueryClient();
  const revert = useMutation({
    mutationFn: (to: number) => revertTo(resource, to),
    onSuccess: async (_, to) => {
      await queryClient.invalidateQueries({ queryKey: [kind] });
      onClose();
      tell(reverted[kind], `${name} is again as it was in version ${to}.`);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: [kind] }),
  });

  return (
    <ConfirmDialog
      opened={version !== null}
      title={`Revert to version ${version}?`}
      confirmLabel="Revert"
      busy={revert.isPending}
      onCancel={onClose}
      onConfirm={
        version === null
          ? undefined
          : () => {
              revert.mutate(version);
            }
      }
    >
      {version !== null && (
        <Stack>
          <Text size="sm">This changes, as a new version; the present one stays in the history:</Text>
          <ScrollArea.Autosize mah="45vh" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What changes' }}>
            <Differences resource={resource} words={words} from={present} to={version} />
          </ScrollArea.Autosize>
          {revert.error !== null && <ErrorNotice error={revert.error} />}
        </Stack>
      )}
    </ConfirmDialog>
  );
}
