import type { ConnectionView } from '@/api/schema';
import { Section } from '@/components/Section';
import { RunConnections } from '@/pages/runs/RunConnections';

const shownMax = 6;

/** The slots of the connections that send or wait most; nothing while all are idle. */
export function BusiestConnections({ ids, among }: { ids: readonly string[]; among: readonly ConnectionView[] }) {
  const busy = ids.filter((id) => among.some((connection) => connection.id === id)).slice(0, shownMax);
  return busy.length === 0 ? null : (
    <Section title="Busiest connections" description="Requests under way, and what waits for a slot or a limit.">
      <RunConnections ids={busy} />
    </Section>
  );
}
