import { MultiSelect, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { flowQuery } from '@/api/flows';
import { problemFields } from '@/api/problem';
import { flowsQuery } from '@/api/resources';
import type { FlowView } from '@/api/schema';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';

/** The flows that begin when this one has completed. */
export function RunNext({ flow, mayEdit }: { flow: FlowView; mayEdit: boolean }) {
  const queryClient = useQueryClient();
  const { data: flows = [] } = useQuery(flowsQuery);
  const [next, setNext] = useState(flow.runNext);
  const save = useMutation({
    mutationFn: () =>
      bodyOf(api.PATCH('/v1/flows/{id}', { params: { path: { id: flow.id } }, body: { runNext: next } })),
    onSuccess: async (saved) => {
      queryClient.setQueryData(flowQuery(flow.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: ['flows'] });
    },
  });
  const refused = Object.entries(problemFields(save.error)).find(([field]) => field.startsWith('runNext'))?.[1];
  // The server names flows by their ids.
  const named = refused?.replaceAll(/flow_\w+/g, (id) => flows.find((one) => one.id === id)?.name ?? id);
  return (
    <Stack gap="md" align="flex-start">
      {save.error !== null && refused === undefined && <ErrorNotice error={save.error} />}
      <MultiSelect
        label="When it has completed, run"
        w="100%"
        readOnly={!mayEdit}
        searchable
        data={flows.filter(({ id }) => id !== flow.id).map(({ id, name }) => ({ value: id, label: name }))}
        value={next}
        comboboxProps={{ keepMounted: false }}
        {...(named !== undefined && { error: named })}
        onChange={(value) => {
          save.reset();
          setNext(value);
        }}
      />
      {mayEdit && (
        <BusyButton
          variant="default"
          busy={save.isPending}
          onClick={() => {
            save.mutate();
          }}
        >
          Save what runs next
        </BusyButton>
      )}
      <span role="status">{save.isSuccess && 'Saved.'}</span>
    </Stack>
  );
}
