import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { glimpse, jsonPath, type SamplePath } from '../sample/paths';

/** Completes the sample's paths, from the text's beginning or inside of a longer one. */
export function pathCompletions(paths: readonly SamplePath[]) {
  const options = paths.map(({ steps, value }): Completion => ({
    label: jsonPath(steps),
    detail: glimpse(value),
    boost: -steps.length,
  }));

  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.sliceDoc(0, context.pos);
    return text === '' || text.startsWith('$') ? { from: 0, options, validFor: /^\$[^{}]*$/ } : null;
  };
}
