import { Anchor, Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ErrorView } from '@/api/schema';
import { counted } from '@/components/RunState';
import classes from './Errors.module.css';
import { filterOf, type ErrorsSearch } from './errorsSearch';
import { useErrorWork, type ErrorWork } from './useErrorWork';
import { WorkQuestion } from './WorkQuestion';

interface BulkBarProps {
  /** The one flow; null over all flows, where only what is selected can be retried. */
  flow: string | null;
  search: ErrorsSearch;
  selected: readonly ErrorView[];
  mayEdit: boolean;
  /** How many match, where it is known. */
  total: number | null;
  onBegun: (runs: string[], of: number | null) => void;
}

/** What can be done with many errors at once: those that are selected, else all that match. */
export function BulkBar({ flow, search, selected, mayEdit, total, onBegun }: BulkBarProps) {
  const [asking, setAsking] = useState<ErrorWork['kind'] | null>(null);
  const chosen = selected.length > 0;
  const of = chosen ? selected.length : total;
  const work = useErrorWork((runs) => {
    setAsking(null);
    onBegun(
      runs.map(({ id }) => id),
      of,
    );
  });
  // Whatever status is shown, only open ones can be retried or resolved.
  const filter = filterOf({ ...search, status: 'all' });
  const possible = mayEdit && (chosen || (flow !== null && search.status === undefined));
  const what = chosen
    ? counted(selected.length, 'selected error')
    : total === null
      ? 'all errors that match'
      : counted(total, 'error');

  const ofWhat = search.cause === undefined ? '' : ' of this cause';
  const begin = (kind: ErrorWork['kind']) => {
    const flows = chosen ? [...new Set(selected.map((error) => error.flow))] : [flow ?? ''];
    work.mutate({
      kind,
      selections: flows.map((one) => ({
        flow: one,
        selection: chosen ? { ids: selected.filter((error) => error.flow === one).map(({ id }) => id) } : { filter },
      })),
    });
  };

  const query = new URLSearchParams(filterOf(search)).toString();
  return (
    <div className={classes['bulk']}>
      {possible && (
        <>
          <Button
            size="sm"
            variant="default"
            onClick={() => {
              setAsking('retry');
            }}
          >
            {chosen ? `Retry ${selected.length} selected` : `Retry all${ofWhat}`}
          </Button>
          <Button
            size="sm"
            variant="default"
            onClick={() => {
              setAsking('resolve');
            }}
          >
            {chosen ? `Resolve ${selected.length} selected` : `Resolve all${ofWhat}`}
          </Button>
        </>
      )}
      <Anchor size="sm" ms="auto" href={`${flow === null ? '/v1' : `/v1/flows/${flow}`}/errors.csv?${query}`} download>
        <IconDownload size={15} stroke={1.7} aria-hidden style={{ verticalAlign: '-2px' }} /> Download CSV
      </Anchor>
      <WorkQuestion
        kind={asking}
        what={what}
        busy={work.isPending}
        error={work.error}
        onConfirm={begin}
        onCancel={() => {
          work.reset();
          setAsking(null);
        }}
      />
    </div>
  );
}
