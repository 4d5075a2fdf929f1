import { useQuery } from '@tanstack/react-query';
import { flowsQuery, partsOf } from '@/api/resources';

/** The flows that use an export or an import, by name. */
export function FlowNames({ part }: { part: string }) {
  const { data: flows } = useQuery(flowsQuery);
  const names = (flows ?? []).filter((flow) => partsOf(flow).has(part)).map((flow) => flow.name);
  return flows !== undefined && names.length === 0 ? (
    <span style={{ color: 'var(--weir-muted)' }}>None</span>
  ) : (
    names.join(', ')
  );
}
