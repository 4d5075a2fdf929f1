import type { RunView } from '@/api/schema';
import { StatusBadge, type Tone } from './StatusBadge';
import { TimeAgo } from './TimeAgo';
import { TwoLines } from './TwoLines';

const tones: Record<RunView['status'], Tone> = {
  queued: 'waiting',
  running: 'busy',
  paused: 'waiting',
  completed: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

interface RunStateProps {
  run: RunView;
  /** What it waits for, in words, where the page says that. */
  waits?: string;
}

/** What became of a run, in words: its state, and below why or when. */
export function RunState({ run, waits = '' }: RunStateProps) {
  const why = run.error?.message ?? run.pause?.message ?? (waits === '' ? undefined : waits);
  return (
    <TwoLines
      first={<StatusBadge label={words(run)} tone={toneOf(run)} />}
      second={why ?? <TimeAgo at={run.endedAt ?? run.startedAt} />}
    />
  );
}

/** Its colour: one that left records behind is not wholly good. */
export function toneOf(run: Pick<RunView, 'status' | 'steps'>): Tone {
  return run.status === 'completed' && errors(run) > 0 ? 'waiting' : tones[run.status];
}

/** Records that a run could not deliver. */
export function errors(run: Pick<RunView, 'steps'>): number {
  return run.steps.reduce((sum, step) => sum + step.error, 0);
}

/** Records that came in at the first step of a run: its sources. */
export function words(run: Pick<RunView, 'status' | 'steps'>): string {
  const failed = errors(run);
  return run.status === 'completed' && failed > 0 ? `completed with ${counted(failed, 'error')}` : run.status;
}

/** "1 error", "12 errors". */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
