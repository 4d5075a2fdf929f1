import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/EmptyState';

export function NotFound() {
  return (
    <EmptyState icon={IconMapQuestion} title="There is nothing at this address">
      <p>It may have been deleted, or the address is not whole.</p>
      <Button component={Link} to="/" variant="default">
        Go to the start
      </Button>
    </EmptyState>
  );
}
