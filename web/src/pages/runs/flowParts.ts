import { useQuery } from '@tanstack/react-query';
import { exportsQuery, importsQuery, partsOf } from '@/api/resources';
import type { FlowStepView, FlowView } from '@/api/schema';

interface Part {
  id: string;
  name: string;
  connection: string;
}

/** The exports and imports by their ids. */
function useParts(): ReadonlyMap<string, Part> {
  const exports = useQuery(exportsQuery);
  const imports = useQuery(importsQuery);
  return new Map([...(exports.data ?? []), ...(imports.data ?? [])].map((part: Part) => [part.id, part]));
}

/** The connections that a flow works with. */
export function useFlowConnections(flow: FlowView | undefined): readonly string[] {
  const parts = useParts();
  const used = flow === undefined ? [] : [...partsOf(flow)].map((id) => parts.get(id)?.connection);
  return [...new Set(used.filter((id) => id !== undefined))];
}

/** What people call the sources and steps of a flow, by their ids, in the flow's order. */
export function useStepNames(flow: FlowView | undefined): ReadonlyMap<string, string> {
  const parts = useParts();
  return flow === undefined ? new Map() : stepNames(flow, (id) => parts.get(id)?.name);
}

/** What people call a source or a step of one of these flows; its id where it is in none. */
export function useNameInFlow(flows: readonly FlowView[]): (flow: string, step: string) => string {
  const parts = useParts();
  const names = new Map(flows.map((flow) => [flow.id, stepNames(flow, (id) => parts.get(id)?.name)]));
  return (flow, step) => names.get(flow)?.get(step) ?? step;
}

export function stepNames(flow: FlowView, partName: (id: string) => string | undefined): ReadonlyMap<string, string> {
  const names = new Map(flow.sources.map((source) => [source.id, partName(source.export) ?? source.id]));
  const take = (steps: readonly FlowStepView[]): void => {
    for (const step of steps) {
      names.set(step.id, step.name ?? partName(step.lookup ?? step.import ?? '') ?? step.id);
      step.branch?.cases.forEach((one) => {
        take(one.steps);
      });
    }
  };

  take(flow.steps);
  return names;
}
