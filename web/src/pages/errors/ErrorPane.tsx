import { Anchor, Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import type { ErrorView } from '@/api/schema';
import { BusyButton } from '@/components/BusyButton';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Facts } from '@/components/Facts';
import { Loading } from '@/components/Loading';
import { RightPane } from '@/components/RightPane';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { sameJson } from '@/json/json';
import { adviceFor } from './advice';
import { ErrorCare } from './ErrorCare';
import classes from './Errors.module.css';
import { errorQuery, expectedTag, ifStill, isOvertaken, tagged, type OwnSaves, type TaggedError } from './errorState';
import { Overtaken } from './Overtaken';
import { RecordEditor } from './RecordEditor';
import { useErrorWork, type ErrorWork } from './useErrorWork';
import { WorkProgress } from './WorkProgress';

interface ErrorPaneProps {
  id: string;
  /** What people call a step of a flow. */
  nameIn: (flow: string, step: string) => string;
  mayEdit: boolean;
  onClose: () => void;
}

const takeFocus = (button: HTMLButtonElement | null) => {
  button?.focus();
};

/** One failed record: why, what to do, the record, and who looks after it. */
export function ErrorPane({ id, nameIn, mayEdit, onClose }: ErrorPaneProps) {
  const query = useQuery(errorQuery(id));
  if (query.data === undefined) {
    return (
      <RightPane opened title="Error" onClose={onClose}>
        {query.error === null ? <Loading /> : <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      </RightPane>
    );
  }

  return <Opened key={id} state={query.data} nameIn={nameIn} mayEdit={mayEdit} onClose={onClose} />;
}

function Opened({ state, nameIn, mayEdit, onClose }: { state: TaggedError } & Omit<ErrorPaneProps, 'id'>) {
  const { error } = state;
  const queryClient = useQueryClient();
  const [own] = useState<OwnSaves>(() => new Map());
  const [base, setBase] = useState(state);
  const [record, setRecord] = useState<unknown>(error.record);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [run, setRun] = useState<string | null>(null);
  const open = error.status === 'open';
  // What cannot be stored is an edit too: it is not thrown away by a retry of the record as it was.
  const edited = problem !== null || (base.error.record !== null && !sameJson(record, base.error.record));
  // What somebody typed stays as it is; else what is shown is what there is now.
  if (state.tag !== base.tag && !edited) {
    setBase(state);
    setRecord(error.record);
  }

  const work = useErrorWork((runs) => {
    setRun(runs[0]?.id ?? null);
  });
  const save = useMutation({
    mutationFn: () =>
      tagged(
        api.PUT('/v1/errors/{id}/record', {
          params: { path: { id: error.id }, ...ifStill(expectedTag(base.tag, own)) },
          body: { record: record as never },
        }),
      ),
    onSuccess: (saved) => {
      own.set(expectedTag(base.tag, own), saved.tag);
      queryClient.setQueryData(errorQuery(error.id).queryKey, saved);
      setBase(saved);
      setRecord(saved.error.record);
    },
    onError: async (cause) => {
      if (isOvertaken(cause)) {
        const theirs = await queryClient.query({ ...errorQuery(error.id), staleTime: 0 });
        setBase((before) => ({ ...before, tag: theirs.tag }));
      }
    },
  });
  const begin = (kind: ErrorWork['kind']) => {
    work.mutate({ kind, selections: [{ flow: error.flow, selection: { ids: [error.id] } }] });
  };

  const busy = work.isPending || save.isPending;
  const leave = () => {
    if (edited) {
      setAsking(true);
    } else {
      onClose();
    }
  };

  return (
    <>
      <RightPane
        opened
        title={`Error of ${error.traceKey}`}
        onClose={leave}
        footer={
          // Beside what was pressed it is in view, however far down the record was edited.
          <Stack gap="sm" flex={1}>
            {run !== null && <WorkProgress key={run} id={run} of={1} />}
            {isOvertaken(save.error) ? (
              <Overtaken />
            ) : (
              (work.error ?? save.error) !== null && <ErrorNotice error={work.error ?? save.error} />
            )}
            {!mayEdit || !open ? (
              // What was pressed is gone: the focus stays in the pane.
              <Button variant="default" w="fit-content" ref={takeFocus} onClick={leave}>
                Close
              </Button>
            ) : (
              <Group gap="sm">
                <BusyButton
                  variant={edited ? 'filled' : 'default'}
                  busy={save.isPending}
                  waits={busy}
                  onClick={() => {
                    if (problem === null && !busy) {
                      save.mutate(undefined, {
                        onSuccess: () => {
                          begin('retry');
                        },
                      });
                    }
                  }}
                >
                  Save and retry
                </BusyButton>
                {!edited && (
                  <BusyButton
                    waits={busy}
                    busy={work.isPending && work.variables.kind === 'retry'}
                    onClick={() => {
                      begin('retry');
                    }}
                  >
                    Retry
                  </BusyButton>
                )}
                <BusyButton
                  variant="default"
                  waits={busy}
                  busy={work.isPending && work.variables.kind === 'resolve'}
                  onClick={() => {
                    begin('resolve');
                  }}
                >
                  Resolve
                </BusyButton>
              </Group>
            )}
          </Stack>
        }
      >
        <Stack gap="md">
          <div>
            <p className={classes['what']}>{error.message}</p>
            {open && <p className={classes['advice']}>{adviceFor(error.code)}</p>}
            <About error={error} nameIn={nameIn} />
          </div>
          {error.record === null ? (
            <p className={classes['advice']}>The record’s data cannot be opened any more; its key is gone.</p>
          ) : (
            <RecordEditor
              key={base.tag}
              record={record}
              message={error.message}
              readOnly={!mayEdit || !open}
              onChange={setRecord}
              onProblem={setProblem}
            />
          )}
          {mayEdit && <ErrorCare state={state} own={own} />}
        </Stack>
      </RightPane>
      <ConfirmDialog
        opened={asking}
        title="Discard what you have typed?"
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        danger
        onConfirm={onClose}
        onCancel={() => {
          setAsking(false);
        }}
      >
        The record has not been saved.
      </ConfirmDialog>
    </>
  );
}

function About({ error, nameIn }: { error: ErrorView } & Pick<ErrorPaneProps, 'nameIn'>) {
  return (
    <Facts
      facts={[
        ['Status', <StatusBadge key="s" label={error.status} tone={error.status === 'open' ? 'bad' : 'good'} />],
        ['Step', nameIn(error.flow, error.step)],
        ['Code', error.httpStatus === null ? error.code : `${error.code} · HTTP ${error.httpStatus}`],
        ['Trace key', error.traceKey],
        ['Attempts', String(error.attempts)],
        ['Failed', <TimeAgo key="t" at={error.occurredAt} />],
        [
          'Run',
          <Anchor
            key="r"
            size="sm"
            renderRoot={(props) => (
              <Link to="/runs/$runId" params={{ runId: error.run }} search={{ traceKey: error.traceKey }} {...props} />
            )}
          >
            Show in the run’s log
          </Anchor>,
        ],
      ]}
    />
  );
}
