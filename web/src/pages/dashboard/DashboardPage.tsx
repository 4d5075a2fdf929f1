import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';

export function DashboardPage() {
  return (
    <>
      <PageHeader title="Dashboard" />
      <EmptyState icon={IconPlugConnected} title="Begin with a connection">
        <p>A connection signs in to one of your applications. Exports and imports use it to read and write records.</p>
        <Button component={Link} to="/connections">
          Connect an application
        </Button>
      </EmptyState>
    </>
  );
}
