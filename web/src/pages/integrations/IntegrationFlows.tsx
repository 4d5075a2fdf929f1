import { useQuery } from '@tanstack/react-query';
import { flowsQuery } from '@/api/resources';
import type { IntegrationView } from '@/api/schema';
import { Section } from '@/components/Section';
import { CreateFlow } from '@/pages/flows/CreateFlow';
import { FlowTable } from '@/pages/flows/FlowTable';
import classes from './IntegrationPage.module.css';

export function IntegrationFlows({ integration, mayEdit }: { integration: IntegrationView; mayEdit: boolean }) {
  const { data: flows } = useQuery(flowsQuery);
  const own = flows?.filter((flow) => flow.integration === integration.id) ?? [];
  return (
    <Section title="Flows" action={mayEdit && <CreateFlow variant="default" integration={integration.id} />}>
      {own.length > 0 ? (
        <FlowTable flows={own} />
      ) : (
        <p className={classes['none']}>No flow belongs to this integration yet.</p>
      )}
    </Section>
  );
}
