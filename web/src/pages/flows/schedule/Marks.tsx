import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { FlowView, MarkView } from '@/api/schema';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { SimpleTable } from '@/components/SimpleTable';
import { TimeAgo } from '@/components/TimeAgo';
import { useStepNames } from '@/pages/runs/flowParts';
import classes from './FlowSchedule.module.css';

/** From where the sources of a flow go on; setting one is asked about first. */
export function Marks({ flow, mayEdit }: { flow: FlowView; mayEdit: boolean }) {
  const queryClient = useQueryClient();
  const names = useStepNames(flow);
  const [source, setSource] = useState<string | null>(null);
  const [value, setValue] = useState('');
  const key = ['flows', 'one', flow.id, 'marks'];
  const query = useQuery({
    queryKey: key,
    queryFn: async () => (await bodyOf(api.GET('/v1/flows/{id}/marks', { params: { path: { id: flow.id } } }))).marks,
  });
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PUT('/v1/flows/{id}/marks', {
          params: { path: { id: flow.id } },
          body: {
            marks: (query.data ?? []).map((mark) =>
              mark.source === source ? { ...mark, at: value === '' ? null : new Date(value).toISOString() } : mark,
            ),
          },
        }),
      ),
    onSuccess: ({ marks }) => {
      queryClient.setQueryData(key, marks);
      setSource(null);
    },
  });
  if (query.data === undefined || query.data.length === 0) {
    return <p className={classes['note']}>The flow has no sources yet.</p>;
  }

  return (
    <>
      <p className={classes['note']}>
        Each run that is complete moves the mark. A source that reads what has changed goes on from there.
      </p>
      <SimpleTable<MarkView>
        label="Marks"
        rows={query.data}
        idOf={(mark) => mark.source}
        columns={[
          { key: 'source', label: 'Source', cell: (mark) => names.get(mark.source) ?? mark.source },
          { key: 'at', label: 'Goes on from', cell: ({ at }) => (at === null ? 'its beginning' : <TimeAgo at={at} />) },
          {
            key: 'set',
            label: '',
            align: 'right',
            cell: (mark) =>
              mayEdit && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Set the mark of ${names.get(mark.source) ?? mark.source}`}
                  onClick={() => {
                    save.reset();
                    setValue('');
                    setSource(mark.source);
                  }}
                >
                  Set…
                </Button>
              ),
          },
        ]}
      />
      <ConfirmDialog
        opened={source !== null}
        title="Set from where it goes on?"
        confirmLabel="Set the mark"
        danger
        busy={save.isPending}
        onConfirm={() => {
          save.mutate();
        }}
        onCancel={() => {
          setSource(null);
        }}
      >
        <Stack gap="md">
          {save.error && <ErrorNotice error={save.error} />}
          <TextInput
            type="datetime-local"
            label="Goes on from"
            description="In your own time zone. Empty: from its beginning."
            value={value}
            onChange={(event) => {
              setValue(event.currentTarget.value);
            }}
          />
          <span>An earlier mark delivers records again. A later one leaves out what changed before it, for good.</span>
        </Stack>
      </ConfirmDialog>
    </>
  );
}
