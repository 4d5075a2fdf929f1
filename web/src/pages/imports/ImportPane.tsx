import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { importsQuery } from '@/api/resources';
import type { ImportView } from '@/api/schema';
import { importBody, importFields, type ImportFields } from '../operations/documents';
import { EditPane } from '../operations/pane/EditPane';
import { useEditing } from '../operations/pane/useEditing';
import { useTarget } from '../operations/parts/useTarget';
import { BusyButton } from '@/components/BusyButton';
import { SampleField } from '../operations/preview/SampleField';
import { useSample } from '../operations/preview/useSample';
import { ImportForm } from './ImportForm';
import { ImportPreview } from './ImportPreview';
import { useImportPreview } from './useImportPreview';
import { importQuery } from './importQuery';
import { missingIn } from './missing';

interface ImportPaneProps {
  opened: boolean;
  /** Closed without saving: nothing was changed. */
  onClose: () => void;
  /** Stored. The caller closes the pane and shows the import where it is used. */
  onSaved: (resource: ImportView) => void;
  /** The one to edit; without it a new one is created. */
  id?: string;
  /** For a new one: through which connection. */
  connection?: string;
  /** A record as it comes to the step. */
  sample?: unknown;
  /** In a flow: the export whose first record is the sample. */
  sampleFrom?: string | undefined;
}

/** Creates an import or edits one, from any page. Nothing is stored before Save. */
export function ImportPane({ opened, onClose, onSaved, id, connection = '', sample, sampleFrom }: ImportPaneProps) {
  const queryClient = useQueryClient();
  const query = useQuery({ ...importQuery(id ?? ''), enabled: opened && id !== undefined, staleTime: 0 });
  const { data: others = [] } = useQuery({ ...importsQuery, enabled: opened });
  const editing = useEditing<ImportView, ImportFields>({
    opened,
    stored: id === undefined ? null : query.isFetching ? undefined : query.data,
    fieldsOf: (stored) => importFields(stored, connection),
    missing: (fields) => missingIn(fields, operation, spelledOut),
    save: (fields, version) => save(importBody(fields), id, version),
    reread: async () => (await query.refetch()).data,
    onSaved: (saved) => {
      queryClient.setQueryData(importQuery(saved.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['imports'] });
      onSaved(saved);
    },
  });
  const { application, operation, spelledOut, isRead } = useTarget(editing.fields);
  const tried = useSample(opened ? sampleFrom : undefined, sample);
  const preview = useImportPreview(editing.refuse);
  const show = () => {
    if (editing.fields === null || !editing.complete(false)) {
      return;
    }

    if (tried.record === undefined) {
      editing.say({ sample: 'Give a record that is to be written, or choose an export that reads one.' });
    } else {
      preview.show(editing.fields, tried.record);
    }
  };

  return (
    <>
      <EditPane
        opened={opened}
        title={id === undefined ? 'Create import' : 'Edit import'}
        application={application?.key}
        editing={editing}
        error={query.error}
        onRetry={() => void query.refetch()}
        action={
          <BusyButton variant="default" busy={preview.busy} waits={editing.saving || !isRead} onClick={show}>
            Preview
          </BusyButton>
        }
        onClose={onClose}
      >
        {editing.fields !== null && (
          <ImportForm
            fields={editing.fields}
            problems={editing.problems}
            isNew={id === undefined}
            taken={others.filter((one) => one.id !== id).map(({ name }) => name)}
            sample={tried.record}
            onChange={editing.set}
            onUnreadable={editing.setUnreadable}
          />
        )}
        {editing.fields !== null && <SampleField sample={tried} error={editing.problems['sample']} />}
      </EditPane>
      <ImportPreview opened={preview.opened} result={preview.result} onClose={preview.close} />
    </>
  );
}

function save(
  body: ReturnType<typeof importBody>,
  id: string | undefined,
  version: number | null,
): Promise<ImportView> {
  return id === undefined
    ? bodyOf(api.POST('/v1/imports', { body }))
    : bodyOf(
        api.PATCH('/v1/imports/{id}', { params: { path: { id }, header: { 'If-Match': `"${version ?? 0}"` } }, body }),
      );
}
