import { Anchor, Button } from '@mantine/core';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { may } from '@/api/session';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { Outages } from '@/components/Outages';
import { PageHeader } from '@/components/PageHeader';
import { TabLinks } from '@/components/TabLinks';
import type { CommonFields } from '../documents';
import { useTarget } from '../parts/useTarget';
import { DeleteButton } from './DeleteButton';
import type { Part } from './parts';

const shell = getRouteApi('/shell');

interface DocumentPageProps {
  part: Part;
  id: string;
  fields: CommonFields;
  tabs: Parameters<typeof TabLinks>[0]['tabs'];
  params: Record<string, string>;
  onEdit: () => void;
  children: ReactNode;
}

/** The frame of an export's or import's page: its name, what can be done with it, its tabs. */
export function DocumentPage({ part, id, fields, tabs, params, onEdit, children }: DocumentPageProps) {
  const { user } = shell.useRouteContext();
  const { connection, application, operation } = useTarget(fields);
  const does = [operation?.name, connection?.name].filter((one) => one !== undefined);
  return (
    <>
      <PageHeader
        title={fields.name}
        description={does.join(' · ')}
        icon={application !== undefined && <ApplicationIcon application={application.key} size={44} />}
        back={
          <Anchor component={Link} to={part === 'exports' ? '/exports' : '/imports'} c="dimmed" size="sm">
            ← Back to the list
          </Anchor>
        }
        action={
          may(user, 'manager') && (
            <>
              <DeleteButton part={part} id={id} name={fields.name} />
              <Button onClick={onEdit}>Edit</Button>
            </>
          )
        }
      />
      <Outages of={[fields.connection]} />
      <TabLinks label={part === 'exports' ? 'Export' : 'Import'} tabs={tabs} params={params} />
      <Outlet />
      {children}
    </>
  );
}
