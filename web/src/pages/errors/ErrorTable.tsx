import { Checkbox } from '@mantine/core';
import type { ErrorView } from '@/api/schema';
import { SimpleTable } from '@/components/SimpleTable';
import { StatusBadge } from '@/components/StatusBadge';
import { TimeAgo } from '@/components/TimeAgo';
import { TwoLines } from '@/components/TwoLines';
import { FlowLink } from '@/components/FlowLink';
import classes from './Errors.module.css';

interface ErrorTableProps {
  rows: readonly ErrorView[];
  /** What people call a step of a flow. */
  nameIn: (flow: string, step: string) => string;
  /** The flows' names, where errors of several are shown. */
  flows: ReadonlyMap<string, string> | null;
  selected: ReadonlySet<string>;
  mayEdit: boolean;
  onSelect: (id: string, on: boolean) => void;
  onOpen: (id: string) => void;
}

/** Failed records, newest first. */
export function ErrorTable({ rows, nameIn, flows, selected, mayEdit, onSelect, onOpen }: ErrorTableProps) {
  return (
    <SimpleTable<ErrorView>
      label="Errors"
      rows={rows}
      idOf={({ id }) => id}
      columns={[
        ...(mayEdit
          ? [
              {
                key: 'select',
                label: '',
                cell: ({ id, traceKey, status }: ErrorView) =>
                  status === 'open' && (
                    <Checkbox
                      aria-label={`Select ${traceKey}`}
                      checked={selected.has(id)}
                      onChange={(event) => {
                        onSelect(id, event.currentTarget.checked);
                      }}
                    />
                  ),
              },
            ]
          : []),
        {
          key: 'message',
          label: 'What went wrong',
          cell: (error) => (
            <TwoLines
              first={
                <button
                  type="button"
                  className={classes['message']}
                  onClick={() => {
                    onOpen(error.id);
                  }}
                >
                  {error.message}
                </button>
              }
              second={
                <>
                  {[nameIn(error.flow, error.step), error.code, ...error.tags].join(' · ')}
                  <span className={classes['narrow']}>
                    {[...(flows === null ? [] : [flowName(flows, error.flow)]), error.traceKey].join(' · ')}
                    {' · '}
                    <TimeAgo at={error.occurredAt} />
                  </span>
                </>
              }
            />
          ),
        },
        ...(flows === null
          ? []
          : [
              {
                key: 'flow',
                label: 'Flow',
                from: 'tablet' as const,
                cell: ({ flow }: ErrorView) => <FlowLink id={flow} name={flowName(flows, flow)} />,
              },
            ]),
        {
          key: 'traceKey',
          label: 'Trace key',
          from: 'phone',
          cell: ({ traceKey, attempts }) => (
            <TwoLines first={traceKey} second={attempts > 1 ? `${attempts} attempts` : undefined} />
          ),
        },
        { key: 'assignee', label: 'Assignee', from: 'desk', cell: ({ assignee }) => assignee },
        {
          key: 'status',
          label: 'Status',
          from: 'tablet',
          cell: ({ status }) => <StatusBadge label={status} tone={status === 'open' ? 'bad' : 'good'} />,
        },
        { key: 'at', label: 'Failed', from: 'phone', cell: ({ occurredAt }) => <TimeAgo at={occurredAt} /> },
      ]}
    />
  );
}

const flowName = (flows: ReadonlyMap<string, string>, id: string): string => flows.get(id) ?? 'A deleted flow';
