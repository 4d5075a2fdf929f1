import type { ApplicationEntryView, ConnectionView } from '@/api/schema';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import type { Column } from '@/components/ResourceTable';
import { TimeAgo } from '@/components/TimeAgo';
import { Link } from '@tanstack/react-router';
import classes from './connectionColumns.module.css';
import { ConnectionStatus } from './ConnectionStatus';
import { borrowersOf } from './lenders';
import { SlotsInUse } from './SlotsInUse';

const statusOrder = ['offline', 'untested', 'online'];

/** The columns of the list. */
export function connectionColumns(
  all: readonly ConnectionView[],
  applications: readonly ApplicationEntryView[],
): Column<ConnectionView>[] {
  const nameOf = (id: string) => all.find((connection) => connection.id === id)?.name ?? 'another connection';
  return [
    {
      key: 'name',
      label: 'Name',
      sortBy: ({ name }) => name,
      cell: ({ id, name, application }) => (
        <div className={classes['name']}>
          <ApplicationIcon application={application} />
          <div>
            <Link to="/connections/$connectionId" params={{ connectionId: id }}>
              {name}
            </Link>
            <div>{applications.find(({ key }) => key === application)?.name ?? application}</div>
          </div>
        </div>
      ),
    },
    {
      key: 'status',
      label: 'Status',
      sortBy: ({ status }) => statusOrder.indexOf(status),
      cell: ({ status }) => <ConnectionStatus status={status} />,
    },
    {
      key: 'level',
      label: 'Level',
      from: 'tablet',
      sortBy: ({ concurrencyLevel }) => concurrencyLevel,
      cell: ({ concurrencyLevel, borrowConcurrencyFrom }) =>
        borrowConcurrencyFrom === null ? concurrencyLevel : <span className={classes['muted']}>borrowed</span>,
    },
    { key: 'slots', label: 'In use now', from: 'phone', below: true, cell: ({ id }) => <SlotsInUse id={id} /> },
    {
      key: 'concurrency',
      label: 'Borrows / lends',
      from: 'desk',
      cell: ({ id, borrowConcurrencyFrom }) => {
        const borrowers = borrowersOf(id, all).map(({ name }) => name);
        return (
          <div className={classes['muted']}>
            {borrowConcurrencyFrom !== null && <div>Borrows from {nameOf(borrowConcurrencyFrom)}</div>}
            {borrowers.length > 0 && <div>Lends to {borrowers.join(', ')}</div>}
            {borrowConcurrencyFrom === null && borrowers.length === 0 && '–'}
          </div>
        );
      },
    },
    {
      key: 'integrations',
      label: 'Integrations',
      from: 'desk',
      sortBy: ({ integrations }) => integrations.length,
      cell: ({ integrations }) => integrations.length,
    },
    {
      key: 'lastTest',
      label: 'Last test',
      from: 'tablet',
      below: true,
      sortBy: ({ lastTest }) => lastTest?.at ?? '',
      cell: ({ lastTest }) => (
        <span className={classes['muted']}>{lastTest ? <TimeAgo at={lastTest.at} /> : 'never'}</span>
      ),
    },
  ];
}
