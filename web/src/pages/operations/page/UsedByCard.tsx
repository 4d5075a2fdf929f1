import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/Card';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { UsedBy } from '@/pages/connections/UsedBy';
import { partUsageQuery, type Part } from './parts';

/** Links to everything that uses an export or import. */
export function UsedByCard({ part, id }: { part: Part; id: string }) {
  const query = useQuery(partUsageQuery(part, id));
  return (
    <Card title="Used by">
      {query.data !== undefined ? (
        <UsedBy usage={query.data} />
      ) : query.error === null ? (
        <Loading />
      ) : (
        <Problem error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Card>
  );
}
