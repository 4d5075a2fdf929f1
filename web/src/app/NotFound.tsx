import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/EmptyState';

export function NotFound() {
  return (
    <EmptyState icon={IconMapQuestion} title="There is nothing at this address">
      <p>What was here may have been deleted, or a part of the address is missing.</p>
      <Button component={Link} to="/" variant="default">
        Go to the dashboard
      </Button>
    </EmptyState>
  );
}
