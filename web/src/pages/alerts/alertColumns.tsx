import type { AlertView, FlowView, ImportView, IntegrationView } from '@/api/schema';
import type { Column } from '@/components/ResourceTable';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { eventsInWords } from './alertEvents';

/** The columns of the list but its actions. */
export function alertColumns(
  imports: readonly ImportView[],
  integrations: readonly IntegrationView[],
  flows: readonly FlowView[],
): Column<AlertView>[] {
  const nameIn = (all: readonly { id: string; name: string }[], id: string) =>
    all.find((one) => one.id === id)?.name ?? id;
  return [
    {
      key: 'name',
      label: 'Name',
      sortBy: ({ name }) => name,
      cell: ({ name, import: sender }) => <TwoLines first={name} second={`Sent by ${nameIn(imports, sender)}`} />,
    },
    {
      key: 'events',
      label: 'Tells when',
      from: 'tablet',
      below: true,
      cell: ({ events, integration, flows: chosen }) => (
        <TwoLines
          first={eventsInWords(events)}
          second={
            chosen.length > 0
              ? chosen.map((flow) => nameIn(flows, flow)).join(', ')
              : integration === null
                ? 'All integrations'
                : nameIn(integrations, integration)
          }
        />
      ),
    },
    {
      key: 'state',
      label: 'State',
      sortBy: ({ enabled, raised }) => (enabled ? -raised.length : 1),
      cell: ({ enabled, raised }) =>
        !enabled ? (
          <StatusBadge label="Off" tone="neutral" />
        ) : raised.length > 0 ? (
          <StatusBadge label={`${raised.length} told of`} tone="bad" />
        ) : (
          <StatusBadge label="All quiet" tone="good" />
        ),
    },
    {
      key: 'last',
      label: 'Last message',
      from: 'phone',
      below: true,
      cell: ({ last }) =>
        last === null ? (
          'None yet'
        ) : (
          <TwoLines
            first={last.ok ? 'Sent' : 'Not sent'}
            second={last.error === null ? <TimeAgo at={last.at} /> : last.error.message}
          />
        ),
    },
  ];
}
