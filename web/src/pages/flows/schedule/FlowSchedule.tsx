import { Alert, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { flowQuery } from '@/api/flows';
import { problemFields } from '@/api/problem';
import type { FlowView } from '@/api/schema';
import { may } from '@/api/session';
import { BusyButton } from '@/components/BusyButton';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { useDiscardQuestion } from '@/components/useDiscardQuestion';
import { isObject } from '@/json/json';
import { useNow } from '@/pages/runs/useNow';
import classes from './FlowSchedule.module.css';
import { Marks } from './Marks';
import { NextTimes } from './NextTimes';
import { RunNext } from './RunNext';
import { choiceOf, cronOf } from './scheduleChoice';
import { ScheduleFields, type ScheduleDraft } from './ScheduleFields';

const route = getRouteApi('/shell/flows/$flowId/schedule');
const shell = getRouteApi('/shell');

/** When a flow runs by itself, what runs after it, and from where its sources go on. */
export function FlowSchedule() {
  const { flowId } = route.useParams();
  const { user } = shell.useRouteContext();
  const { data: flow } = useQuery(flowQuery(flowId));
  const mayEdit = may(user, 'manager');
  return flow === undefined ? (
    <Loading />
  ) : (
    <div className={classes['grid']} key={flow.id}>
      <ScheduleCards flow={flow} mayEdit={mayEdit} />
      <Card title="Run next">
        <RunNext flow={flow} mayEdit={mayEdit} />
      </Card>
      <Card title="Marks">
        <Marks flow={flow} mayEdit={mayEdit} />
      </Card>
    </div>
  );
}

function draftOf(flow: FlowView): ScheduleDraft {
  const schedule: Record<string, unknown> = isObject(flow.schedule) ? flow.schedule : {};
  const { cron, timezone, missed } = schedule;
  return {
    choice: choiceOf(typeof cron === 'string' ? cron : null),
    timezone: typeof timezone === 'string' ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone,
    missed: missed === 'skip' ? 'skip' : 'once',
  };
}

function ScheduleCards({ flow, mayEdit }: { flow: FlowView; mayEdit: boolean }) {
  const queryClient = useQueryClient();
  const now = useNow(false);
  const [stored, setStored] = useState(() => draftOf(flow));
  const [draft, setDraft] = useState(stored);
  const cron = cronOf(draft.choice);
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PATCH('/v1/flows/{id}', {
          params: { path: { id: flow.id } },
          // The description of the API does not say that null takes the schedule away.
          body: {
            schedule: (cron === null ? null : { cron, timezone: draft.timezone, missed: draft.missed }) as never,
          },
        }),
      ),
    onSuccess: async (saved) => {
      setStored(draft);
      queryClient.setQueryData(flowQuery(flow.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: ['flows'] });
    },
  });
  const { question } = useDiscardQuestion({
    dirty: JSON.stringify(draft) !== JSON.stringify(stored),
    saving: save.isPending,
    onLeave: () => {
      setDraft(stored);
    },
  });
  const problems = problemFields(save.error);
  const said = Object.keys(problems).some((field) => field.startsWith('schedule.'));

  return (
    <>
      {question}
      <Card title="Schedule">
        <Stack gap="md" align="stretch">
          {save.error !== null && !said && <ErrorNotice error={save.error} />}
          {!flow.enabled && (
            <Alert color="orange" variant="light" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
              The flow is disabled: it does not run by itself until it is enabled in its settings.
            </Alert>
          )}
          <fieldset disabled={!mayEdit} style={{ all: 'unset' }}>
            <ScheduleFields
              draft={draft}
              problems={problems}
              onChange={(changed) => {
                save.reset();
                setDraft(changed);
              }}
            />
          </fieldset>
          {mayEdit && (
            <div>
              <BusyButton
                busy={save.isPending}
                onClick={() => {
                  save.mutate();
                }}
              >
                Save
              </BusyButton>
            </div>
          )}
          <span role="status">{save.isSuccess && 'Saved.'}</span>
        </Stack>
      </Card>
      <Card title="Next times">
        {cron === null ? (
          <p className={classes['note']}>It runs when somebody starts it, or after another flow.</p>
        ) : (
          <NextTimes schedule={{ cron, timezone: draft.timezone }} now={now} />
        )}
      </Card>
    </>
  );
}
