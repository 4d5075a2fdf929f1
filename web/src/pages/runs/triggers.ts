import type { RunView } from '@/api/schema';

/** What began a run, in a person's words. */
export const triggers: Record<RunView['trigger'], string> = {
  manual: 'By hand',
  schedule: 'Schedule',
  webhook: 'Webhook',
  retry: 'Retry',
  chain: 'After another flow',
};
