import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { applicationQuery } from '@/api/applications';
import { api, bodyOf } from '@/api/client';
import { connectionQuery } from '@/api/connections';
import type { AuditView } from '@/api/schema';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { fieldLabel } from '../fieldLabels';
import { MoreButton } from '@/components/MoreButton';
import { usePages } from '@/components/usePages';

const route = getRouteApi('/shell/connections/$connectionId');

/** Who did what with a connection, newest first. */
export function ConnectionAudit() {
  const { connectionId: id } = route.useParams();
  const { data: connection } = useQuery(connectionQuery(id));
  const { data: application } = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });
  const { query, rows } = usePages(['connections', id, 'audit'], (page) =>
    bodyOf(api.GET('/v1/connections/{id}/audit', { params: { path: { id }, query: page } })),
  );
  if (rows === undefined) {
    return query.error === null ? <Loading /> : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const form = application?.form ?? [];
  return (
    <Section title="Audit" description="Who did what with this connection, newest first.">
      <SimpleTable<AuditView>
        label="Audit"
        rows={rows}
        idOf={(entry) => entry.id}
        columns={[
          {
            key: 'what',
            label: 'What',
            cell: ({ says, action, fields, detail }) => (
              <TwoLines
                first={says === '' ? action : says}
                second={[
                  ...fields.map((field) => fieldLabel(field, form)),
                  ...Object.entries(detail).map(([name, value]) => `${name}: ${value}`),
                ].join(', ')}
              />
            ),
          },
          { key: 'version', label: 'Version', from: 'phone', cell: ({ version }) => version },
          {
            key: 'by',
            label: 'Who',
            cell: ({ by, at }) => <TwoLines first={by.name} second={<TimeAgo at={at} />} />,
          },
        ]}
      />
      <MoreButton query={query} />
    </Section>
  );
}
