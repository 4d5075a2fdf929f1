import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '@/api/connections';
import { OutageNotice } from './OutageNotice';

/** Every connection that is offline; of some only, when ids are given. Looks again by itself. */
export function Outages({ of }: { of?: readonly string[] }) {
  const { data: connections } = useQuery({ ...connectionsQuery(), refetchInterval: 5_000 });
  const offline = connections?.filter(
    (connection) => connection.status === 'offline' && (of === undefined || of.includes(connection.id)),
  );
  return offline === undefined || offline.length === 0 ? null : (
    <Stack gap="sm" mb="lg">
      {offline.map((connection) => (
        <OutageNotice key={connection.id} connection={connection} />
      ))}
    </Stack>
  );
}
