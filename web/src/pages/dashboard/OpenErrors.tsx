import type { FlowView, OpenErrorsView } from '@/api/schema';
import { FlowLink } from '@/components/FlowLink';
import { OpenErrorsLink } from '@/components/OpenErrorsLink';
import { Section } from '@/components/Section';
import { SimpleTable } from '@/components/SimpleTable';

const shownMax = 10;

/** The flows whose records wait for somebody; nothing when none does. */
export function OpenErrors({ flows, open }: { flows: readonly FlowView[]; open: readonly OpenErrorsView[] }) {
  const named = open.flatMap(({ flow, count }) => {
    const name = flows.find(({ id }) => id === flow)?.name;
    return name === undefined ? [] : [{ flow, name, count }];
  });
  if (named.length === 0) {
    return null;
  }

  return (
    <Section
      id="errors"
      title="Open errors"
      description="Records that could not be delivered. They wait with their data."
    >
      <SimpleTable
        label="Open errors"
        rows={named.slice(0, shownMax)}
        idOf={(row) => row.flow}
        columns={[
          { key: 'flow', label: 'Flow', cell: (row) => <FlowLink id={row.flow} name={row.name} /> },
          {
            key: 'count',
            label: 'Waiting',
            align: 'right',
            cell: (row) => <OpenErrorsLink flow={row.flow} count={row.count} />,
          },
        ]}
      />
    </Section>
  );
}
