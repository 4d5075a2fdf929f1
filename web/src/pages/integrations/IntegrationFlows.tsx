import { useQuery } from '@tanstack/react-query';
import { flowsQuery } from '@/api/resources';
import type { IntegrationView } from '@/api/schema';
import { Section } from '@/components/Section';
import { FlowTable } from '@/pages/flows/FlowTable';
import classes from './IntegrationPage.module.css';

export function IntegrationFlows({ integration }: { integration: IntegrationView }) {
  const { data: flows } = useQuery(flowsQuery);
  const own = flows?.filter((flow) => flow.integration === integration.id) ?? [];
  return (
    <Section title="Flows">
      {own.length > 0 ? (
        <FlowTable flows={own} />
      ) : (
        <p className={classes['none']}>No flow belongs to this integration yet.</p>
      )}
    </Section>
  );
}
