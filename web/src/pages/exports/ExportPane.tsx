import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { exportsQuery } from '@/api/resources';
import type { ExportView } from '@/api/schema';
import { ResourcePane, type ResourceDraft } from '@/pages/operations/ResourcePane';

interface ExportPaneProps {
  opened: boolean;
  onClose: () => void;
  onSaved: (resource: ExportView) => void;
  id?: string;
  connection?: string;
  use: 'source' | 'lookup';
}

export function ExportPane({ opened, onClose, onSaved, id, connection = '', use }: ExportPaneProps) {
  const queryClient = useQueryClient();
  const { data: exports } = useQuery(exportsQuery);
  const stored = exports?.find((one) => one.id === id);
  const save = useMutation({
    mutationFn: ({ name, connection: through, operation, parameters, mode }: ResourceDraft) => {
      const body = { name: name.trim(), connection: through, operation, parameters, mode: mode as 'all' };
      return id === undefined
        ? bodyOf(api.POST('/v1/exports', { body: body as never }))
        : bodyOf(api.PATCH('/v1/exports/{id}', { params: { path: { id } }, body: body as never }));
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: ['exports'] });
      onSaved(saved);
    },
  });
  const initial: ResourceDraft | null =
    id === undefined
      ? { name: '', connection, operation: null, parameters: {}, mapping: '', mode: 'all' }
      : stored === undefined
        ? null
        : { ...stored, parameters: stored.parameters as Record<string, unknown>, mapping: '' };
  return (
    <ResourcePane
      key={`${String(opened)} ${String(initial === null)}`}
      opened={opened}
      title={id === undefined ? 'Create export' : 'Edit export'}
      kinds={use === 'source' ? ['export'] : ['lookup', 'export']}
      initial={initial}
      busy={save.isPending}
      error={save.error}
      isImport={false}
      withMode={use === 'source'}
      onSave={save.mutate}
      onClose={onClose}
    />
  );
}
