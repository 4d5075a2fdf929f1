import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { applicationQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';
import { exportsQuery, importsQuery } from '@/api/resources';
import type {
  ApplicationView,
  ConnectionView,
  ExportView,
  FlowStepView,
  ImportView,
  OperationView,
} from '@/api/schema';
import type { FlowDraft } from '../draft/flowDraft';

/** What people see of a source or a step. */
export interface PartInfo {
  kind: 'Source' | 'Lookup' | 'Destination' | 'Branch';
  title: string;
  /** What it does there: "List tickets". */
  does: string;
  /** Through which connection; empty for a branch. */
  connection: string;
  /** The key of the application; null for a branch, and for what is not there any more. */
  application: string | null;
  /** Of the export or import that it uses. */
  resource: string | null;
  /** What it is called where it is kept; a step may have a name of its own. */
  resourceName: string;
  /** What is done there; undefined for a request that is spelled out, and for a branch. */
  operation?: OperationView | undefined;
  /** Its export lets only some of the records through. */
  isFiltered: boolean;
  /** Of a destination: what becomes of a request without an answer. */
  repeat?: 'always' | 'never' | undefined;
}

interface Known {
  exports: ReadonlyMap<string, ExportView>;
  imports: ReadonlyMap<string, ImportView>;
  connections: ReadonlyMap<string, ConnectionView>;
  applications: ReadonlyMap<string, ApplicationView>;
}

/** What is known of every source and step of a draft, by its id. */
export function usePartInfos(draft: FlowDraft): ReadonlyMap<string, PartInfo> {
  const { data: exports } = useQuery(exportsQuery);
  const { data: imports } = useQuery(importsQuery);
  const { data: connections } = useQuery(connectionsQuery());
  const keys = useMemo(
    () => [...new Set((connections ?? []).map(({ application }) => application))].toSorted(),
    [connections],
  );
  const applications = useQueries({
    queries: keys.map((key) => applicationQuery(key)),
    combine: combined,
  });

  return useMemo(() => {
    const known: Known = {
      exports: byId(exports),
      imports: byId(imports),
      connections: byId(connections),
      applications: new Map(applications.map((one) => [one.key, one])),
    };
    const infos = new Map<string, PartInfo>();
    for (const source of draft.sources) {
      infos.set(source.id, resourceInfo('Source', source.export, known.exports.get(source.export), known));
    }

    addSteps(infos, draft.steps, known);
    return infos;
  }, [draft, exports, imports, connections, applications]);
}

function combined(answers: readonly { data: ApplicationView | undefined }[]): ApplicationView[] {
  return answers.flatMap(({ data }) => (data === undefined ? [] : [data]));
}

function byId<T extends { id: string }>(list: readonly T[] | undefined): ReadonlyMap<string, T> {
  return new Map((list ?? []).map((one) => [one.id, one]));
}

function addSteps(infos: Map<string, PartInfo>, steps: readonly FlowStepView[], known: Known): void {
  for (const step of steps) {
    infos.set(step.id, stepInfo(step, known));
    for (const one of step.branch?.cases ?? []) {
      addSteps(infos, one.steps, known);
    }
  }
}

function stepInfo(step: FlowStepView, known: Known): PartInfo {
  if (step.lookup != null) {
    return named(step, resourceInfo('Lookup', step.lookup, known.exports.get(step.lookup), known));
  }

  if (step.import != null) {
    return named(step, resourceInfo('Destination', step.import, known.imports.get(step.import), known));
  }

  const isAll = step.branch?.mode === 'all';
  return named(step, {
    kind: 'Branch',
    title: 'Branch',
    does: isAll ? 'Every case that fits' : 'The first case that fits',
    connection: '',
    application: null,
    resource: null,
    resourceName: '',
    isFiltered: false,
  });
}

function named(step: FlowStepView, info: PartInfo): PartInfo {
  return step.name === null ? info : { ...info, title: step.name };
}

function resourceInfo(
  kind: PartInfo['kind'],
  id: string,
  resource: ExportView | ImportView | undefined,
  known: Known,
): PartInfo {
  const connection = resource && known.connections.get(resource.connection);
  const application = connection && known.applications.get(connection.application);
  const operation = application?.operations.find(({ key }) => key === resource?.operation);
  return {
    kind,
    title: resource?.name ?? '…',
    does: operation?.name ?? requestOf(resource?.request) ?? resource?.operation ?? '',
    connection: connection?.name ?? '',
    application: connection?.application ?? null,
    resource: id,
    resourceName: resource?.name ?? '…',
    operation,
    isFiltered: resource !== undefined && 'filter' in resource && resource.filter !== null,
    ...(kind === 'Destination' && { repeat: repeatOf(resource, operation) }),
  };
}

/** The import's own rule, else its operation's; a request that is spelled out may be sent again. */
function repeatOf(resource: ExportView | ImportView | undefined, operation: OperationView | undefined) {
  const own = resource !== undefined && 'repeat' in resource ? resource.repeat : null;
  return own ?? operation?.repeat ?? 'always';
}

/** "GET /things" of a request that is spelt out. */
function requestOf(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null) {
    return undefined;
  }

  const { method, path } = request as Record<string, unknown>;
  return typeof method === 'string' && typeof path === 'string' ? `${method} ${path}` : undefined;
}
