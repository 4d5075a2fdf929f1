import { Button, Group, Text } from '@mantine/core';
import type { PartInfo } from '../parts/partInfo';
import classes from './ResourceCard.module.css';

interface ResourceCardProps {
  info: PartInfo;
  problem: string | undefined;
  mayEdit: boolean;
  onEdit: () => void;
  onReplace: () => void;
}

/** The export or import that a step works with. */
export function ResourceCard({ info, problem, mayEdit, onEdit, onReplace }: ResourceCardProps) {
  const what = info.kind === 'Destination' ? 'Import' : 'Export';
  return (
    <section aria-label={what} className={classes['card']}>
      <Text size="xs" c="dimmed" fw={500}>
        {what}
      </Text>
      <Text fw={600} size="sm">
        {info.resourceName}
      </Text>
      <Text size="sm" c="dimmed">
        {[info.does, info.connection].filter((text) => text !== '').join(' · ')}
      </Text>
      {info.repeat !== undefined && (
        <Text size="sm" c="dimmed" mt={4}>
          {info.repeat === 'never'
            ? 'When a request gets no answer, a person decides: the record waits in the errors, and nothing is sent twice.'
            : 'When a request gets no answer, it is sent again with the same key: twice gives the same as once.'}
        </Text>
      )}
      {problem !== undefined && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {problem}
        </Text>
      )}
      {mayEdit && (
        <Group gap="xs" mt="sm">
          <Button size="xs" variant="light" onClick={onEdit}>
            {`Edit ${what.toLowerCase()}`}
          </Button>
          <Button size="xs" variant="default" onClick={onReplace}>
            Choose another
          </Button>
        </Group>
      )}
    </section>
  );
}
