import { problemFields } from '@/api/problem';
import type { FlowSourceView, FlowStepView } from '@/api/schema';
import type { FlowDraft } from './flowDraft';

/** What the server refuses of one source or step, by the field inside it: `when`, `branch.cases[0].name`. */
export type Problems = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Puts what was refused where it belongs: `steps[1].branch.cases[0].steps[2].when` is the field `when` of a step. Both of
 * the source or step that it names and of the branches around it nothing more is said.
 *
 * @param sent The draft as it was sent.
 */
export function problemsOf(error: unknown, sent: FlowDraft): Problems {
  const problems: Record<string, Record<string, string>> = {};
  for (const [field, message] of Object.entries(problemFields(error))) {
    const place = locate(field, sent);
    if (place !== null) {
      (problems[place.id] ??= {})[place.field] = message;
    }
  }

  return problems;
}

/** The source or step that a path of the body names, and the field inside of it; null where it names none. */
export function locate(path: string, draft: FlowDraft): { id: string; field: string } | null {
  const source = /^sources\[(\d+)\]\.?(.*)$/.exec(path);
  if (source !== null) {
    return found(draft.sources[Number(source[1])], source[2]);
  }

  let steps: readonly FlowStepView[] = draft.steps;
  let rest = path;
  for (;;) {
    const match = /^steps\[(\d+)\]\.?(.*)$/.exec(rest);
    const step = match === null ? undefined : steps[Number(match[1])];
    if (match === null || step === undefined) {
      return null;
    }

    const inner = /^branch\.cases\[(\d+)\]\.(steps\[.*)$/.exec(match[2] ?? '');
    const one = step.branch?.cases[Number(inner?.[1])];
    if (inner === null || one === undefined) {
      return found(step, match[2]);
    }

    steps = one.steps;
    rest = inner[2] ?? '';
  }
}

function found(part: FlowSourceView | FlowStepView | undefined, field = '') {
  return part === undefined ? null : { id: part.id, field };
}
