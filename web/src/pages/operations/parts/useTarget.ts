import { useQuery } from '@tanstack/react-query';
import { applicationQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';
import type { OperationView } from '@/api/schema';
import type { CommonFields } from '../documents';

/** What a document works on: its connection, the application's definition, and the operation. */
export function useTarget(fields: Pick<CommonFields, 'connection' | 'operation'> | null) {
  const { data: connections } = useQuery(connectionsQuery());
  const connection = connections?.find(({ id }) => id === fields?.connection);
  const definition = useQuery({
    ...applicationQuery(connection?.application ?? ''),
    enabled: connection !== undefined,
  });
  const application = connection === undefined ? undefined : definition.data;
  return {
    connection,
    application,
    operation: application?.operations.find(({ key }) => key === fields?.operation),
    /** The application has no operations: the request is spelled out. */
    spelledOut: application?.operations.length === 0,
    /** All of that is known, as far as it is there. */
    isRead: connections !== undefined && (connection === undefined || !definition.isPending),
  };
}

/** A name for what nobody has named yet, that no other has. */
export function nameFor(
  operation: OperationView | undefined,
  connection: string | undefined,
  taken: readonly string[],
): string {
  if (operation === undefined) {
    return '';
  }

  const name = `${connection ?? ''}: ${operation.name}`.slice(0, nameMax);
  const others = new Set(taken.map((one) => one.toLowerCase()));
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name} ${number}`;
    if (!others.has(one.toLowerCase())) {
      return one;
    }
  }
}

/** Room for a number behind it: the server takes 100 characters. */
const nameMax = 90;
