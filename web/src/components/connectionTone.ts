import type { Tone } from './StatusBadge';

const states: Record<string, { label: string; tone: Tone }> = {
  online: { label: 'Online', tone: 'good' },
  offline: { label: 'Offline', tone: 'bad' },
  untested: { label: 'Not tested', tone: 'neutral' },
};

/** The status of a connection as a word and a colour. */
export function connectionTone(status: string): { label: string; tone: Tone } {
  return states[status] ?? { label: status, tone: 'neutral' };
}
