import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorCauseView } from '@/api/schema';
import { ErrorNotice } from '@/components/ErrorNotice';
import { FlowLink } from '@/components/FlowLink';
import { Loading } from '@/components/Loading';
import { counted } from '@/components/RunState';
import { TimeAgo } from '@/components/TimeAgo';
import { adviceFor } from './advice';
import { causeFilter, causesQuery } from './causes';
import classes from './ErrorCauses.module.css';
import errorClasses from './Errors.module.css';
import { filterOf, type ErrorsSearch } from './errorsSearch';
import { NoErrors } from './NoErrors';
import { useErrorWork, type ErrorWork } from './useErrorWork';
import { WorkQuestion } from './WorkQuestion';

interface ErrorCausesProps {
  /** Of this flow only; null over all flows. */
  flow: string | null;
  search: ErrorsSearch;
  /** What people call a step of a flow. */
  nameIn: (flow: string, step: string) => string;
  /** The flows' names, where errors of several are shown. */
  flows: ReadonlyMap<string, string> | null;
  mayEdit: boolean;
  onOpen: (cause: ErrorCauseView) => void;
  onBegun: (runs: string[], of: number | null) => void;
}

/** What failed records came of: one entry for all that failed in the same way, with what can be done about it. */
export function ErrorCauses({ flow, search, nameIn, flows, mayEdit, onOpen, onBegun }: ErrorCausesProps) {
  const query = useQuery(causesQuery(flow, filterOf(search)));
  const [asking, setAsking] = useState<{ kind: ErrorWork['kind']; cause: ErrorCauseView } | null>(null);
  const work = useErrorWork((runs) => {
    setAsking(null);
    onBegun(
      runs.map(({ id }) => id),
      asking?.cause.count ?? null,
    );
  });
  // Whatever status is shown, only open ones can be retried or resolved.
  const filter = filterOf({ ...search, status: 'all' });

  if (query.data === undefined) {
    return query.error === null ? (
      <Loading />
    ) : (
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
    );
  }

  if (query.data.length === 0) {
    return <NoErrors search={search} />;
  }

  return (
    <>
      <ul className={classes['causes']} aria-label="Causes">
        {query.data.map((cause) => (
          <li key={`${cause.flow} ${cause.cause ?? ''} ${cause.step} ${cause.code} ${cause.httpStatus ?? ''}`}>
            <div className={classes['head']}>
              <span className={classes['count']}>{cause.count.toLocaleString('en')}</span>
              <div>
                <button
                  type="button"
                  className={errorClasses['message']}
                  aria-label={`Show ${counted(cause.count, 'error')}: ${cause.message}`}
                  onClick={() => {
                    onOpen(cause);
                  }}
                >
                  {cause.message}
                </button>
                <p className={classes['where']}>
                  {flows !== null && (
                    <>
                      <FlowLink id={cause.flow} name={flows.get(cause.flow) ?? 'A deleted flow'} /> ·{' '}
                    </>
                  )}
                  {[
                    nameIn(cause.flow, cause.step),
                    cause.code,
                    ...(cause.httpStatus === null ? [] : [`HTTP ${cause.httpStatus}`]),
                  ].join(' · ')}
                  {' · last '}
                  <TimeAgo at={cause.lastAt} />
                </p>
              </div>
            </div>
            <p className={classes['advice']}>{adviceFor(cause.code)}</p>
            {mayEdit && search.status === undefined && (
              <Group gap="xs">
                {(['retry', 'resolve'] as const).map((kind) => (
                  <Button
                    key={kind}
                    size="xs"
                    variant="default"
                    aria-label={`${kind === 'retry' ? 'Retry' : 'Resolve'} all of this cause: ${cause.message}`}
                    onClick={() => {
                      setAsking({ kind, cause });
                    }}
                  >
                    {kind === 'retry' ? 'Retry all of this cause' : 'Resolve all of this cause'}
                  </Button>
                ))}
              </Group>
            )}
          </li>
        ))}
      </ul>
      <WorkQuestion
        kind={asking?.kind ?? null}
        what={asking === null ? 'errors' : `${counted(asking.cause.count, 'error')} of this cause`}
        busy={work.isPending}
        error={work.error}
        onConfirm={(kind) => {
          if (asking !== null) {
            work.mutate({
              kind,
              selections: [
                { flow: asking.cause.flow, selection: { filter: { ...filter, ...causeFilter(asking.cause) } } },
              ],
            });
          }
        }}
        onCancel={() => {
          work.reset();
          setAsking(null);
        }}
      />
    </>
  );
}
