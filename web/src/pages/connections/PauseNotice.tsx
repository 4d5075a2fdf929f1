import { Alert } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { trafficQuery } from '@/api/connections';
import classes from './PauseNotice.module.css';

/** That a connection waits because it was told to: why, and until when. What is offline says so elsewhere. */
export function PauseNotice({ id, offline }: { id: string; offline: boolean }) {
  const { data: traffic } = useQuery(trafficQuery(id));
  const until = traffic?.pausedUntil ?? traffic?.budget.pausedUntil;
  return offline || until == null ? null : (
    <Alert
      role="status"
      color="orange"
      variant="light"
      mb="lg"
      icon={<IconPlayerPause />}
      title={`Paused until ${new Date(until).toLocaleTimeString()}`}
      classNames={{ title: classes['text'] ?? '', message: classes['text'] ?? '' }}
    >
      {traffic?.pauseReason ?? 'The application asks to wait.'} Requests wait meanwhile; nothing is lost.
    </Alert>
  );
}
