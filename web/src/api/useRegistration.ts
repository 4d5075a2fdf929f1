import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './client';

/** A connection and an integration, by their ids. */
interface Pair {
  integration: string;
  connection: string;
}

/** Registers connections with integrations, and takes them out again; a new attempt forgets what was refused before. */
export function useRegistration() {
  const queryClient = useQueryClient();
  const address = ({ integration, connection }: Pair) => ({
    params: { path: { id: integration, connectionId: connection } },
  });
  const changed = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['integrations'] }),
      queryClient.invalidateQueries({ queryKey: ['connections'] }),
    ]);
  const registering = useMutation({
    mutationFn: (pair: Pair) => api.PUT('/v1/integrations/{id}/connections/{connectionId}', address(pair)),
    onSuccess: changed,
  });
  const deregistering = useMutation({
    mutationFn: (pair: Pair) => api.DELETE('/v1/integrations/{id}/connections/{connectionId}', address(pair)),
    onSuccess: changed,
  });

  return {
    registering,
    deregistering,
    register: (pair: Pair) => {
      deregistering.reset();
      registering.mutate(pair);
    },
    deregister: (pair: Pair) => {
      registering.reset();
      deregistering.mutate(pair);
    },
  };
}
