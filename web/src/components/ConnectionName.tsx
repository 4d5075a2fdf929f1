import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { connectionsQuery } from '@/api/connections';

/** A connection's name, which leads to its page. */
export function ConnectionName({ id }: { id: string }) {
  const { data: connections } = useQuery(connectionsQuery());
  const name = connections?.find((connection) => connection.id === id)?.name;
  return name === undefined ? null : (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/connections/$connectionId" params={{ connectionId: id }} {...props} />}
    >
      {name}
    </Anchor>
  );
}
