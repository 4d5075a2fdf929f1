import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';

/** Ends the session and loads the sign-in page anew, so that nothing of the former user stays in memory. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE('/v1/session'),
    onSuccess: () => {
      queryClient.clear();
      window.location.assign('/');
    },
    onError: ({ message }) => {
      notifications.show({ color: 'red', title: 'You are still signed in', message });
    },
  });
}
