import { Alert, Anchor, CloseButton, Group, Progress, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { recordsOf } from '@/api/runs';
import type { RunView } from '@/api/schema';
import { errors } from '@/components/RunState';
import { useRun } from '@/pages/runs/useRun';

interface WorkProgressProps {
  id: string;
  /** How many records it is about; null where nobody has counted them. */
  of: number | null;
  onClose?: () => void;
}

/** How far a retry or a resolve of errors is, and what it did. It goes on when the page is left. */
export function WorkProgress({ id, of, onClose }: WorkProgressProps) {
  const { run, active } = useRun(id);
  if (run === undefined) {
    return null;
  }

  const done = recordsOf({ ...run, trigger: 'retry' }, undefined);
  return (
    <Alert
      role="status"
      mb="md"
      variant="light"
      color={active ? 'blue' : run.status !== 'completed' || errors(run) > 0 ? 'orange' : 'green'}
      styles={{ message: { color: 'var(--mantine-color-text)' } }}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={6} flex={1}>
          <span>
            {workInWords(run, active, of)}{' '}
            <Anchor
              size="sm"
              c="inherit"
              underline="always"
              renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}
            >
              Show the run
            </Anchor>
          </span>
          {active && of !== null && (
            <Progress
              aria-label="Progress"
              value={Math.min(100, (done / of) * 100)}
              size="sm"
              transitionDuration={300}
            />
          )}
        </Stack>
        {!active && onClose && <CloseButton size="sm" aria-label="Close" onClick={onClose} />}
      </Group>
    </Alert>
  );
}

/** "3,400 of 10,000 retried…", "9,990 went through, 10 failed again." */
export function workInWords(run: RunView, active: boolean, of: number | null): string {
  const number = (value: number) => value.toLocaleString('en');
  const done = recordsOf({ ...run, trigger: 'retry' }, undefined);
  const failed = errors(run);
  const ignored = Math.max(0, ...run.steps.map((step) => step.ignored));
  if (active) {
    return run.status === 'queued'
      ? 'Waiting for its turn…'
      : run.status === 'paused'
        ? `Waiting: ${run.pause?.message ?? 'the connection cannot be used now'}`
        : `${number(done)}${of === null ? '' : ` of ${number(of)}`} done so far… You can leave this page.`;
  }

  if (run.status !== 'completed') {
    return `It ${run.status === 'cancelled' ? 'was cancelled' : 'failed'} after ${number(done)}. ${run.error?.message ?? ''}`.trim();
  }

  if (done === 0) {
    return 'There was nothing to do: no open error matched.';
  }

  return ignored === done
    ? `${number(ignored)} resolved.`
    : [
        `${number(Math.max(0, done - failed))} went through`,
        ...(failed > 0 ? [`${number(failed)} failed again`] : []),
      ].join(', ') + '.';
}
