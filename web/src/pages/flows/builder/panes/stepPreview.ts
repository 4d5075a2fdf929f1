import { api, bodyOf } from '@/api/client';
import { stepBodies } from '@/api/flows';
import type { StepPreviewView } from '@/api/schema';
import type { Json } from '@/json/json';
import type { FlowDraft } from '../draft/flowDraft';

interface StepPreviewOptions {
  /** As it comes to the step; without it the source's first record comes there through the steps before. */
  record?: Json | undefined;
  source?: string | undefined;
  send?: boolean;
}

/** Takes one record through one step of a flow as it is being made. */
export const previewStep = (
  flow: string,
  draft: FlowDraft,
  step: string,
  { record, source, send = false }: StepPreviewOptions = {},
): Promise<StepPreviewView> =>
  bodyOf(
    api.POST('/v1/flows/{id}/steps/{step}/preview', {
      params: { path: { id: flow, step } },
      body: {
        flow: { sources: [...draft.sources], steps: stepBodies(draft.steps) },
        ...(record !== undefined && { record }),
        ...(source !== undefined && { source }),
        send,
      },
    }),
  );
