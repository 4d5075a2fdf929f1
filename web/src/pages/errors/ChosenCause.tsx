import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { adviceFor } from './advice';
import { causesQuery } from './causes';
import classes from './ErrorCauses.module.css';
import { filterOf, type ErrorsSearch } from './errorsSearch';

interface ChosenCauseProps {
  flow: string | null;
  search: ErrorsSearch & { cause: string };
  onClose: () => void;
}

/** Says which cause the list is narrowed to, and what to do about it. */
export function ChosenCause({ flow, search, onClose }: ChosenCauseProps) {
  const { data } = useQuery(causesQuery(flow, filterOf(search)));
  const cause = data?.[0];
  return (
    <div className={classes['chosen']}>
      <div>
        <strong>{cause === undefined ? 'Errors of one cause' : `Of one cause: ${cause.message}`}</strong>
        {cause !== undefined && <p>{adviceFor(cause.code)}</p>}
      </div>
      <CloseButton size="sm" aria-label="Show all causes" onClick={onClose} />
    </div>
  );
}

/** How many errors a narrowed list has; null where nobody has counted them. */
export function useCauseCount(flow: string | null, search: ErrorsSearch): number | null {
  const { data } = useQuery({ ...causesQuery(flow, filterOf(search)), enabled: search.cause !== undefined });
  return search.cause === undefined ? null : (data?.reduce((sum, { count }) => sum + count, 0) ?? null);
}
