import type { FlowBranchView, FlowCaseView, FlowSourceView, FlowStepView } from '@/api/schema';

/** What the builder changes of a flow: the contract's `sources` and `steps`. Never changed in place. */
export interface FlowDraft {
  readonly sources: readonly FlowSourceView[];
  readonly steps: readonly FlowStepView[];
}

/** A list of steps: the flow's own, or those of a case. */
export type ListAt = null | { readonly branch: string; readonly case: number };

/** Before which step of a list something stands; its length is the end. */
export interface Place {
  readonly list: ListAt;
  readonly index: number;
}

export type FlowChange =
  | { type: 'addSource'; source: FlowSourceView }
  | { type: 'changeSource'; id: string; export: string }
  | { type: 'removeSource'; id: string }
  | { type: 'moveSource'; id: string; by: 1 | -1 }
  | { type: 'addStep'; at: Place; step: FlowStepView }
  | { type: 'changeStep'; id: string; to: Partial<FlowStepView> }
  | { type: 'removeStep'; id: string }
  | { type: 'moveStep'; id: string; to: Place }
  | { type: 'addCase'; branch: string }
  | { type: 'changeCase'; branch: string; index: number; to: Partial<Pick<FlowCaseView, 'name' | 'when'>> }
  | { type: 'removeCase'; branch: string; index: number }
  | { type: 'moveCase'; branch: string; index: number; by: 1 | -1 };

/** The draft after a change. What does not fit (a step that is gone, a branch into itself) leaves it as it is. */
export function changed(draft: FlowDraft, change: FlowChange): FlowDraft {
  switch (change.type) {
    case 'addSource':
      return { ...draft, sources: [...draft.sources, change.source] };
    case 'changeSource':
      return {
        ...draft,
        sources: draft.sources.map((one) => (one.id === change.id ? { ...one, export: change.export } : one)),
      };
    case 'removeSource':
      return { ...draft, sources: draft.sources.filter(({ id }) => id !== change.id) };
    case 'moveSource':
      return {
        ...draft,
        sources: swapped(
          draft.sources,
          draft.sources.findIndex(({ id }) => id === change.id),
          change.by,
        ),
      };
    case 'addStep':
      return withList(draft, change.at.list, (steps) => steps.toSpliced(change.at.index, 0, change.step));
    case 'changeStep':
      return withStep(draft, change.id, (step) => [{ ...step, ...change.to }]);
    case 'removeStep':
      return withStep(draft, change.id, () => []);
    case 'moveStep':
      return moved(draft, change.id, change.to);
    default:
      return withStep(draft, change.branch, (step) => [
        step.branch ? { ...step, branch: withCases(step.branch, change) } : step,
      ]);
  }
}

type CaseChange = Extract<FlowChange, { branch: string }>;

function withCases(branch: FlowBranchView, change: CaseChange): FlowBranchView {
  const { cases } = branch;
  switch (change.type) {
    case 'addCase': {
      // What takes every record stays the last one: behind it nothing would be tried.
      const rest = branch.mode === 'first' && cases.at(-1)?.when === null ? cases.length - 1 : cases.length;
      return { ...branch, cases: cases.toSpliced(rest, 0, { name: freeName(cases), when: null, steps: [] }) };
    }
    case 'changeCase':
      return { ...branch, cases: cases.map((one, i) => (i === change.index ? { ...one, ...change.to } : one)) };
    case 'removeCase':
      return { ...branch, cases: cases.toSpliced(change.index, 1) };
    case 'moveCase':
      return { ...branch, cases: swapped(cases, change.index, change.by) };
  }
}

function freeName(cases: readonly FlowCaseView[]): string {
  const taken = new Set(cases.map(({ name }) => name?.toLowerCase()));
  let number = cases.length + 1;
  while (taken.has(`case ${number}`)) {
    number++;
  }

  return `Case ${number}`;
}

function swapped<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const [one, other] = [list[index], list[index + by]];
  return one === undefined || other === undefined ? [...list] : list.with(index, other).with(index + by, one);
}

/** Every list of steps of the draft, those inside branches behind their branch. */
export function* listsOf(
  steps: readonly FlowStepView[],
  at: ListAt = null,
): Generator<{ at: ListAt; steps: readonly FlowStepView[] }> {
  yield { at, steps };
  for (const step of steps) {
    for (const [index, one] of (step.branch?.cases ?? []).entries()) {
      yield* listsOf(one.steps, { branch: step.id, case: index });
    }
  }
}

/** Every step in reading order, those of a branch behind it. */
export function* stepsOf(steps: readonly FlowStepView[]): Generator<FlowStepView> {
  for (const step of steps) {
    yield step;
    for (const one of step.branch?.cases ?? []) {
      yield* stepsOf(one.steps);
    }
  }
}

export function findStep(draft: FlowDraft, id: string): FlowStepView | undefined {
  return [...stepsOf(draft.steps)].find((step) => step.id === id);
}

/** Where a step stands. */
export function placeOf(draft: FlowDraft, id: string): Place | undefined {
  for (const { at, steps } of listsOf(draft.steps)) {
    const index = steps.findIndex((step) => step.id === id);
    if (index >= 0) {
      return { list: at, index };
    }
  }

  return undefined;
}

export function isSameList(one: ListAt, other: ListAt): boolean {
  return one?.branch === other?.branch && one?.case === other?.case;
}

/** Whether a step may go there: not into itself, and not where it stands already. */
export function mayMove(draft: FlowDraft, id: string, to: Place): boolean {
  const step = findStep(draft, id);
  const from = placeOf(draft, id);
  if (step === undefined || from === undefined) {
    return false;
  }

  const isInside = to.list !== null && [...stepsOf([step])].some((inner) => inner.id === to.list?.branch);
  const stays = isSameList(from.list, to.list) && (to.index === from.index || to.index === from.index + 1);
  return !isInside && !stays;
}

function moved(draft: FlowDraft, id: string, to: Place): FlowDraft {
  const step = findStep(draft, id);
  const from = placeOf(draft, id);
  if (step === undefined || from === undefined || !mayMove(draft, id, to)) {
    return draft;
  }

  // Taken out first, what stands behind it moves up.
  const index = isSameList(from.list, to.list) && from.index < to.index ? to.index - 1 : to.index;
  const without = changed(draft, { type: 'removeStep', id });
  return withList(without, to.list, (steps) => steps.toSpliced(index, 0, step));
}

type Steps = readonly FlowStepView[];

function withList(draft: FlowDraft, at: ListAt, change: (steps: FlowStepView[]) => FlowStepView[]): FlowDraft {
  if (at === null) {
    return { ...draft, steps: change([...draft.steps]) };
  }

  return withStep(draft, at.branch, (step) => [
    step.branch
      ? {
          ...step,
          branch: {
            ...step.branch,
            cases: step.branch.cases.map((one, index) =>
              index === at.case ? { ...one, steps: change([...one.steps]) } : one,
            ),
          },
        }
      : step,
  ]);
}

function withStep(draft: FlowDraft, id: string, change: (step: FlowStepView) => FlowStepView[]): FlowDraft {
  // What does not change stays the same object: only what has changed is drawn anew.
  const inside = (steps: Steps): FlowStepView[] =>
    steps.flatMap((step) => {
      if (step.id === id) {
        return change(step);
      }

      const { branch } = step;
      return branch && [...stepsOf([step])].some((inner) => inner.id === id)
        ? [{ ...step, branch: { ...branch, cases: branch.cases.map((one) => ({ ...one, steps: inside(one.steps) })) } }]
        : [step];
    });
  return { ...draft, steps: inside(draft.steps) };
}

/** Every place where a step can be put, in reading order: the keyboard moves a step from one to the next. */
export function placesOf(draft: FlowDraft): Place[] {
  const inList = (steps: Steps, list: ListAt): Place[] => [
    { list, index: 0 },
    ...steps.flatMap((step, index) => [
      ...(step.branch?.cases ?? []).flatMap((one, number) => inList(one.steps, { branch: step.id, case: number })),
      { list, index: index + 1 },
    ]),
  ];
  return inList(draft.steps, null);
}

/** Where a step goes by one place towards the beginning or the end, into branches and out of them; null at the ends. */
export function nextPlace(draft: FlowDraft, id: string, by: 1 | -1): Place | null {
  const from = placeOf(draft, id);
  if (from === undefined) {
    return null;
  }

  const places = placesOf(draft);
  const at = places.findIndex(({ list, index }) => isSameList(list, from.list) && index === from.index);
  const rest = by === 1 ? places.slice(at + 1) : places.slice(0, at).toReversed();
  return rest.find((place) => mayMove(draft, id, place)) ?? null;
}
