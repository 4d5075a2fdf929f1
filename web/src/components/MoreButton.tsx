import { Button } from '@mantine/core';
import { ErrorNotice } from './ErrorNotice';
import classes from './MoreButton.module.css';

interface MoreButtonProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; error: unknown; fetchNextPage: () => Promise<unknown> };
}

/** Below a long list: reads the next page of it. */
export function MoreButton({ query }: MoreButtonProps) {
  if (!query.hasNextPage) {
    return null;
  }

  return (
    <div className={classes['more']}>
      {query.error !== null && <ErrorNotice error={query.error} />}
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show older
      </Button>
    </div>
  );
}
