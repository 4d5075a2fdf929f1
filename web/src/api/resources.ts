import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import { readAll } from './lists';
import type { FlowStepView, FlowView } from './schema';

/** All flows and integrations, for the pages that show what belongs together. */
export const flowsQuery = queryOptions({
  queryKey: ['flows', 'list', ''],
  queryFn: () => readAll((page) => api.GET('/v1/flows', { params: { query: page } })),
});

export const integrationsQuery = queryOptions({
  queryKey: ['integrations', 'list', ''],
  queryFn: () => readAll((page) => api.GET('/v1/integrations', { params: { query: page } })),
});

/** All exports and imports, for the pages that choose among them. */
export const exportsQuery = queryOptions({
  queryKey: ['exports', 'list', ''],
  queryFn: () => readAll((page) => api.GET('/v1/exports', { params: { query: page } })),
});

export const importsQuery = queryOptions({
  queryKey: ['imports', 'list', ''],
  queryFn: () => readAll((page) => api.GET('/v1/imports', { params: { query: page } })),
});

/** The last run and the open errors of each flow, of an integration's or of all, and so many days of hours. */
export const dashboardQuery = (query: { integration?: string; days?: string } = {}) =>
  queryOptions({
    queryKey: ['dashboard', query.integration ?? '', query.days ?? '1'],
    queryFn: () => bodyOf(api.GET('/v1/dashboard', { params: { query } })),
    refetchInterval: 5_000,
  });

/** The exports and imports that a flow works with, those inside of branches too. */
export function partsOf(flow: FlowView): ReadonlySet<string> {
  const parts = new Set(flow.sources.map((source) => source.export));
  const take = (steps: readonly FlowStepView[]): void => {
    for (const step of steps) {
      [step.lookup, step.import].forEach((part) => part != null && parts.add(part));
      step.branch?.cases.forEach((one) => {
        take(one.steps);
      });
    }
  };

  take(flow.steps);
  return parts;
}
