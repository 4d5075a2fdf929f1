import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { exportsQuery } from '@/api/resources';
import type { ExportView } from '@/api/schema';
import { exportBody, exportFields, type ExportFields } from '../operations/documents';
import { EditPane } from '../operations/pane/EditPane';
import { useEditing } from '../operations/pane/useEditing';
import { useTarget } from '../operations/parts/useTarget';
import { BusyButton } from '@/components/BusyButton';
import { SampleField } from '../operations/preview/SampleField';
import { useSample } from '../operations/preview/useSample';
import { ExportForm } from './ExportForm';
import { ExportPreview } from './ExportPreview';
import { useExportPreview } from './useExportPreview';
import { exportQuery } from './exportQuery';
import { missingIn } from './modes';
import { useUnshaped } from './readUnshaped';

interface ExportPaneProps {
  opened: boolean;
  /** Closed without saving: nothing was changed. */
  onClose: () => void;
  /** Stored. The caller closes the pane and shows the export where it is used. */
  onSaved: (resource: ExportView) => void;
  /** The one to edit; without it a new one is created. */
  id?: string;
  /** For a new one: through which connection. */
  connection?: string;
  /** Where it will stand: at the beginning of a flow, or in the middle, where it sees a record; undefined: anywhere. */
  use?: 'source' | 'lookup' | undefined;
  /** For a lookup: a record as it comes to the step. */
  sample?: unknown;
  /** For a lookup in a flow: the export whose first record is the sample. */
  sampleFrom?: string | undefined;
  /** For a source in a flow: when the last run began that read it to its end; null: there was none. */
  lastRun?: string | null | undefined;
}

/** Creates an export or edits one, from any page. Nothing is stored before Save. */
export function ExportPane({
  opened,
  onClose,
  onSaved,
  id,
  connection = '',
  use,
  sample,
  sampleFrom,
  lastRun,
}: ExportPaneProps) {
  const queryClient = useQueryClient();
  const query = useQuery({ ...exportQuery(id ?? ''), enabled: opened && id !== undefined, staleTime: 0 });
  const { data: others = [] } = useQuery({ ...exportsQuery, enabled: opened });
  const editing = useEditing<ExportView, ExportFields>({
    opened,
    stored: id === undefined ? null : query.isFetching ? undefined : query.data,
    fieldsOf: (stored) => exportFields(stored, connection),
    missing: (fields) => missingIn(fields, operation, spelledOut),
    save: (fields, version) => save(exportBody(fields), id, version),
    reread: async () => (await query.refetch()).data,
    onSaved: (saved) => {
      queryClient.setQueryData(exportQuery(saved.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['exports'] });
      onSaved(saved);
    },
  });
  const { application, operation, spelledOut, isRead } = useTarget(editing.fields);
  const looksUp = use === 'lookup' || operation?.kind === 'lookup';
  const tried = useSample(opened && looksUp ? sampleFrom : undefined, sample);
  const unshaped = useUnshaped(opened && !looksUp ? query.data : undefined);
  const preview = useExportPreview({
    fields: editing.fields,
    complete: () => {
      if (!editing.complete(false)) {
        return false;
      }

      if (looksUp && tried.record === undefined) {
        editing.say({ sample: 'Give a record for which it is looked up.' });
        return false;
      }

      return true;
    },
    refuse: editing.refuse,
    record: looksUp ? tried.record : undefined,
  });

  return (
    <>
      <EditPane
        opened={opened}
        title={id === undefined ? 'Create export' : 'Edit export'}
        application={application?.key}
        editing={editing}
        error={query.error}
        onRetry={() => void query.refetch()}
        action={
          <BusyButton
            variant="default"
            busy={preview.busy}
            waits={editing.saving || !isRead}
            onClick={() => {
              preview.read(preview.daysAgo);
            }}
          >
            Preview
          </BusyButton>
        }
        onClose={onClose}
      >
        {editing.fields !== null && (
          <ExportForm
            fields={editing.fields}
            problems={editing.problems}
            use={use}
            isNew={id === undefined}
            taken={others.filter((one) => one.id !== id).map(({ name }) => name)}
            sample={tried.record}
            read={preview.result?.read ?? unshaped}
            lastRun={lastRun}
            onChange={editing.set}
            onUnreadable={editing.setUnreadable}
          />
        )}
        {looksUp && <SampleField sample={tried} error={editing.problems['sample']} />}
      </EditPane>
      <ExportPreview preview={preview} mode={editing.fields?.mode} looksUp={looksUp} />
    </>
  );
}

function save(
  body: ReturnType<typeof exportBody>,
  id: string | undefined,
  version: number | null,
): Promise<ExportView> {
  return id === undefined
    ? bodyOf(api.POST('/v1/exports', { body }))
    : bodyOf(
        api.PATCH('/v1/exports/{id}', { params: { path: { id }, header: { 'If-Match': `"${version ?? 0}"` } }, body }),
      );
}
