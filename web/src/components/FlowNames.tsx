import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { flowsQuery, partsOf } from '@/api/resources';
import { FlowLink } from './FlowLink';

/** The flows that use an export or an import: their names lead to them. */
export function FlowNames({ part }: { part: string }) {
  const { data: flows } = useQuery(flowsQuery);
  const using = (flows ?? []).filter((flow) => partsOf(flow).has(part));
  return flows !== undefined && using.length === 0 ? (
    <span style={{ color: 'var(--weir-muted)' }}>None</span>
  ) : (
    using.map(({ id, name }, index) => (
      <Fragment key={id}>
        {index > 0 && ', '}
        <FlowLink id={id} name={name} />
      </Fragment>
    ))
  );
}
