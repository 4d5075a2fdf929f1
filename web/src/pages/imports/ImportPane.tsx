import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { importsQuery } from '@/api/resources';
import type { ImportView } from '@/api/schema';
import { ResourcePane, type ResourceDraft } from '@/pages/operations/ResourcePane';

interface ImportPaneProps {
  opened: boolean;
  onClose: () => void;
  onSaved: (resource: ImportView) => void;
  id?: string;
  connection?: string;
}

export function ImportPane({ opened, onClose, onSaved, id, connection = '' }: ImportPaneProps) {
  const queryClient = useQueryClient();
  const { data: imports } = useQuery(importsQuery);
  const stored = imports?.find((one) => one.id === id);
  const save = useMutation({
    mutationFn: ({ name, connection: through, operation, parameters, mapping }: ResourceDraft) => {
      const body = {
        name: name.trim(),
        connection: through,
        operation,
        parameters,
        mapping: mapping.trim() === '' ? null : (JSON.parse(mapping) as unknown),
      };
      return id === undefined
        ? bodyOf(api.POST('/v1/imports', { body: body as never }))
        : bodyOf(api.PATCH('/v1/imports/{id}', { params: { path: { id } }, body: body as never }));
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: ['imports'] });
      onSaved(saved);
    },
  });
  const initial: ResourceDraft | null =
    id === undefined
      ? { name: '', connection, operation: null, parameters: {}, mapping: '', mode: '' }
      : stored === undefined
        ? null
        : {
            ...stored,
            parameters: stored.parameters as Record<string, unknown>,
            mapping: stored.mapping === null ? '' : JSON.stringify(stored.mapping, null, 2),
            mode: '',
          };
  return (
    <ResourcePane
      key={`${String(opened)} ${String(initial === null)}`}
      opened={opened}
      title={id === undefined ? 'Create import' : 'Edit import'}
      kinds={['import']}
      initial={initial}
      busy={save.isPending}
      error={save.error}
      isImport
      withMode={false}
      onSave={save.mutate}
      onClose={onClose}
    />
  );
}
