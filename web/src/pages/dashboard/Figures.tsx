import { Link, type LinkProps } from '@tanstack/react-router';
import type { ConnectionView, DashboardView, FlowView } from '@/api/schema';
import classes from './Figures.module.css';

interface FiguresProps {
  connections: readonly ConnectionView[];
  flows: readonly FlowView[];
  dashboard: DashboardView;
}

/** How many there are of what, each a way to its list. */
export function Figures({ connections, flows, dashboard }: FiguresProps) {
  const online = connections.filter((connection) => connection.status === 'online').length;
  const active = dashboard.lastRuns.filter((run) => ['queued', 'running', 'paused'].includes(run.status)).length;
  const errors = dashboard.openErrors.reduce((sum, flow) => sum + flow.count, 0);
  return (
    <ul className={classes['figures']} aria-label="At a glance">
      <Figure to="/connections" label="Connections online" value={`${online} of ${connections.length}`} />
      <Figure to="/flows" label="Flows" value={String(flows.length)} />
      <Figure to="/flows" label="Running now" value={String(active)} />
      <Figure to="/flows" label="Open errors" value={errors.toLocaleString('en')} />
    </ul>
  );
}

function Figure({ to, label, value }: { to: NonNullable<LinkProps['to']>; label: string; value: string }) {
  return (
    <li>
      <Link to={to} className={classes['figure'] ?? ''}>
        <span className={classes['value']}>{value}</span>
        <span className={classes['label']}>{label}</span>
      </Link>
    </li>
  );
}
