import { SimpleTable } from '@/components/SimpleTable';
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunView, StepCountsView } from '@/api/schema';
import { runRate, runRateInWords, type RunSample } from './runRate';

interface RunStepsProps {
  run: RunView;
  names: ReadonlyMap<string, string>;
  active: boolean;
  samples: readonly RunSample[];
}

const number = (value: number) => value.toLocaleString('en');

/** What came to each step and what became of it. */
export function RunSteps({ run, names, active, samples }: RunStepsProps) {
  return (
    <SimpleTable<StepCountsView>
      label="Steps"
      rows={run.steps}
      idOf={({ id }) => id}
      columns={[
        {
          key: 'step',
          label: 'Step',
          cell: ({ id }) => names.get(id) ?? id,
        },
        { key: 'read', label: 'Read', align: 'right', cell: ({ read }) => number(read) },
        { key: 'success', label: 'Success', align: 'right', cell: ({ success }) => number(success), from: 'phone' },
        {
          key: 'error',
          label: 'Error',
          align: 'right',
          cell: ({ id, error }) =>
            error === 0 ? (
              '0'
            ) : (
              <Anchor
                size="sm"
                c="var(--mantine-color-error)"
                aria-label={`${number(error)} errors of ${names.get(id) ?? id}`}
                renderRoot={(props) => (
                  <Link
                    to="/flows/$flowId/errors"
                    params={{ flowId: run.flow }}
                    search={{ run: run.id, step: id, status: 'all' as const }}
                    {...props}
                  />
                )}
              >
                {number(error)}
              </Anchor>
            ),
        },
        { key: 'ignored', label: 'Ignored', align: 'right', cell: ({ ignored }) => number(ignored), from: 'phone' },
        {
          key: 'requests',
          label: 'Requests',
          align: 'right',
          cell: ({ requests }) => number(requests),
          from: 'tablet',
        },
        ...(active
          ? [
              {
                key: 'rate',
                label: 'Records/s',
                align: 'right' as const,
                cell: ({ id }: StepCountsView) => runRateInWords(runRate(samples, id)),
              },
            ]
          : []),
      ]}
    />
  );
}
