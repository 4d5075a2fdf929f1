import { Link, type LinkProps } from '@tanstack/react-router';
import { isActive } from '@/api/runs';
import type { ConnectionView, DashboardView, FlowView } from '@/api/schema';
import classes from './Figures.module.css';

interface FiguresProps {
  connections: readonly ConnectionView[];
  flows: readonly FlowView[];
  dashboard: DashboardView;
}

/** How many there are of what, each a way to what it counts. */
export function Figures({ connections, flows, dashboard }: FiguresProps) {
  const online = connections.filter((connection) => connection.status === 'online').length;
  const active = dashboard.lastRuns.filter(isActive).length;
  const errors = dashboard.openErrors.reduce((sum, flow) => sum + flow.count, 0);
  return (
    <ul className={classes['figures']} aria-label="At a glance">
      <Figure to="/connections" label="Connections online" value={`${online} of ${connections.length}`} />
      <Figure to="/flows" label="Flows" value={String(flows.length)} />
      <Figure hash="running" label="Running now" value={String(active)} isIdle={active === 0} />
      <Figure hash="errors" label="Open errors" value={errors.toLocaleString('en')} isIdle={errors === 0} />
    </ul>
  );
}

interface FigureProps {
  /** Where the list is; else it is on this page, at `hash`. */
  to?: NonNullable<LinkProps['to']>;
  hash?: string;
  label: string;
  value: string;
  /** There is nothing to go to. */
  isIdle?: boolean;
}

function Figure({ to = '.', hash, label, value, isIdle = false }: FigureProps) {
  const content = (
    <>
      <span className={classes['value']}>{value}</span>
      <span className={classes['label']}>{label}</span>
    </>
  );
  return (
    <li>
      {isIdle ? (
        <span className={classes['figure']}>{content}</span>
      ) : (
        <Link to={to} {...(hash !== undefined && { hash, search: true })} className={classes['figure'] ?? ''}>
          {content}
        </Link>
      )}
    </li>
  );
}
