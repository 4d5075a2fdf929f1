import { useQuery } from '@tanstack/react-query';
import { changed, placeOf, stepsOf, type FlowDraft, type Place } from '../draft/flowDraft';
import type { FlowDraftState } from '../draft/useFlowDraft';
import type { Stage } from './stages';
import { previewStep } from './stepPreview';

/** A sample is not read again for so long. */
const staleTime = 5 * 60_000;

/** Stands where a step will, and does nothing. */
const probe = 'weir-probe';

/**
 * The record as it comes to the place of an export or import that is being edited: with what earlier lookups have put into it.
 * Where none comes there, the first record of the source stands in.
 */
export function useStepSample(state: FlowDraftState, stage: Extract<Stage, { name: 'resource' }> | null) {
  const { draft, base } = state;
  const source = draft.sources[0];
  const place = stage === null || stage.use === 'source' ? undefined : placeOfResource(draft, stage);
  const asked = source !== undefined && place !== undefined ? withProbe(draft, place) : null;
  const query = useQuery({
    queryKey: ['preview', 'step', base.id, asked],
    queryFn: async () => (asked === null ? null : (await previewStep(base.id, asked, probe)).input),
    enabled: asked !== null,
    staleTime,
    retry: false,
  });

  return {
    sample: query.data ?? undefined,
    // Read once, not twice at the same time.
    sampleFrom: asked !== null && query.isLoading ? undefined : source?.export,
  };
}

function placeOfResource(draft: FlowDraft, { goal, id }: Extract<Stage, { name: 'resource' }>): Place | undefined {
  if (goal?.kind === 'step') {
    return goal.at;
  }

  const step =
    goal?.kind === 'replace' ? goal.id : [...stepsOf(draft.steps)].find((one) => (one.import ?? one.lookup) === id)?.id;
  return step === undefined ? undefined : placeOf(draft, step);
}

function withProbe(draft: FlowDraft, at: Place): FlowDraft {
  return changed(draft, {
    type: 'addStep',
    at,
    step: {
      id: probe,
      name: null,
      enabled: true,
      branch: { mode: 'first', cases: [] },
      when: null,
      into: null,
      onError: 'stop',
    },
  });
}
