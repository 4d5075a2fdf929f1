import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { sessionLost } from '@/api/sessionLost';
import { SignInForm } from '@/pages/session/SignInForm';

/** Asks for the sign-in over the page when the session has ended. What was typed below stays, and goes on by itself. */
export function SignInAgain() {
  const lost = useSyncExternalStore(sessionLost.subscribe, sessionLost.isLost);
  const { user } = useRouteContext({ from: '/shell' });
  const queryClient = useQueryClient();

  const leave = () => {
    sessionLost.left();
    window.location.assign('/');
  };

  return (
    <Modal
      opened={lost}
      onClose={leave}
      title="Your session has ended"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={400}
      centered
    >
      <Stack>
        <Text size="sm" c="dimmed">
          Sign in again to go on. What you have typed is still here.
        </Text>
        <SignInForm
          email={user.email}
          onSignedIn={(signedIn) => {
            if (signedIn.id === user.id) {
              sessionLost.signedIn();
              void queryClient.invalidateQueries();
            } else {
              leave();
            }
          }}
        />
        <Group justify="center">
          <Button variant="subtle" color="gray" size="compact-sm" onClick={leave}>
            Leave this page
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
