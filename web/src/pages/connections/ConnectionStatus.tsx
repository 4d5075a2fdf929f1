import { StatusBadge, type Tone } from '@/components/StatusBadge';

const tones: Record<string, Tone> = { online: 'good', offline: 'bad' };

/** online, offline or untested. */
export function ConnectionStatus({ status }: { status: string }) {
  return <StatusBadge label={status.charAt(0).toUpperCase() + status.slice(1)} tone={tones[status] ?? 'neutral'} />;
}
