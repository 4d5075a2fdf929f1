import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { counted } from './RunState';

/** How many records of a flow wait for somebody, which leads to them; 0 where none does. */
export function OpenErrorsLink({ flow, count }: { flow: string; count: number }) {
  return count === 0 ? (
    '0'
  ) : (
    <Anchor
      size="sm"
      aria-label={counted(count, 'open error')}
      renderRoot={(props) => <Link to="/flows/$flowId/errors" params={{ flowId: flow }} {...props} />}
    >
      {count.toLocaleString('en')}
    </Anchor>
  );
}
