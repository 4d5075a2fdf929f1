import { IconCircleCheck } from '@tabler/icons-react';
import { EmptyState } from '@/components/EmptyState';
import { isNarrowed, type ErrorsSearch } from './errorsSearch';

/** Where no error is shown: because there is none, or because none matches. */
export function NoErrors({ search }: { search: ErrorsSearch }) {
  return isNarrowed(search) || search.status !== undefined ? (
    <EmptyState icon={IconCircleCheck} title="No error matches">
      <p>Change the filters to see others.</p>
    </EmptyState>
  ) : (
    <EmptyState icon={IconCircleCheck} title="No open errors">
      <p>Records that cannot be delivered wait here with their data until they are retried or resolved.</p>
    </EmptyState>
  );
}
