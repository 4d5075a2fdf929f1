import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { glimpse, jsonPath, type SamplePath } from '../sample/paths';

/**
 * Completes the sample's paths.
 *
 * @param root The record's places beside those of an item, written from `$$`.
 */
export function pathCompletions(paths: readonly SamplePath[], root: readonly SamplePath[] | null = null) {
  const option = ({ steps, value }: SamplePath, from: string, boost: number): Completion => ({
    label: jsonPath(steps, from),
    detail: glimpse(value),
    boost: boost - steps.length,
  });
  const options = [
    ...paths.map((place) => option(place, '$', 0)),
    ...(root ?? []).map((place) => option(place, '$$', -20)),
  ];

  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.sliceDoc(0, context.pos);
    const isAsked = text.startsWith('$') || (text === '' && context.explicit);
    return isAsked ? { from: 0, options, validFor: /^\$[^{}]*$/ } : null;
  };
}
