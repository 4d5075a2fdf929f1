import {
  IconAlertTriangle,
  IconBell,
  IconFiles,
  IconTableImport,
  IconTableExport,
  IconHome,
  IconLayoutGrid,
  IconPlugConnected,
  IconRoute,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import { dashboardQuery } from '@/api/resources';
import classes from './Navigation.module.css';

interface Entry {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: TablerIcon;
}

const main: Entry[] = [
  { to: '/dashboard', label: 'Dashboard', icon: IconHome },
  { to: '/integrations', label: 'Integrations', icon: IconLayoutGrid },
  { to: '/flows', label: 'Flows', icon: IconRoute },
  { to: '/errors', label: 'Errors', icon: IconAlertTriangle },
];

const resources: Entry[] = [
  { to: '/connections', label: 'Connections', icon: IconPlugConnected },
  { to: '/exports', label: 'Exports', icon: IconTableExport },
  { to: '/imports', label: 'Imports', icon: IconTableImport },
];

const settings: Entry[] = [
  { to: '/alerts', label: 'Alerts', icon: IconBell },
  { to: '/files', label: 'Files', icon: IconFiles },
];

interface NavigationProps {
  /** A link was followed, the one of the present page too. */
  onChoose?: () => void;
}

export function Navigation({ onChoose }: NavigationProps) {
  return (
    <nav aria-label="Main" className={classes['navigation']}>
      <Entries entries={main} onChoose={onChoose} />
      <Group id="navigation-resources" name="Resources" entries={resources} onChoose={onChoose} />
      <Group id="navigation-settings" name="Settings" entries={settings} onChoose={onChoose} />
    </nav>
  );
}

interface EntriesProps {
  entries: Entry[];
  onChoose: (() => void) | undefined;
}

function Group({ id, name, ...entries }: { id: string; name: string } & EntriesProps) {
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes['heading']}>
        {name}
      </div>
      <Entries {...entries} />
    </div>
  );
}

function Entries({ entries, onChoose }: EntriesProps) {
  // A run has an address of its own, and belongs to its flow.
  const isRun = useLocation({ select: ({ pathname }) => pathname.startsWith('/runs/') });
  return (
    <ul className={classes['list']}>
      {entries.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Link
            to={to}
            onClick={onChoose}
            className={classes['link'] ?? ''}
            activeProps={{ 'aria-current': 'page' }}
            {...(isRun && to === '/flows' && { 'aria-current': 'true' })}
          >
            <Icon size={18} stroke={1.6} aria-hidden />
            {label}
            {to === '/errors' && <OpenErrorCount />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** How many records wait for somebody; nothing while none does. */
function OpenErrorCount() {
  const { data } = useQuery({ ...dashboardQuery(), refetchInterval: 15_000 });
  const count = data?.openErrors.reduce((sum, flow) => sum + flow.count, 0) ?? 0;
  return count === 0 ? null : <span className={classes['count']}>{count.toLocaleString('en')}</span>;
}
