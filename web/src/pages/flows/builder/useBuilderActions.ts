import { useMemo, useRef, type RefObject } from 'react';
import type { BuilderActions } from './BuilderContext';
import { findStep, nextPlace, placeOf } from './draft/flowDraft';
import { copyOf, newBranch } from './draft/newParts';
import type { FlowDraftState } from './draft/useFlowDraft';
import type { Stage } from './panes/stages';
import { focusPart, neighbourOf } from './parts/focusPart';

interface Told {
  /** Says to screen readers what has happened. */
  say: (what: string) => void;
  open: (stage: Stage) => void;
  titleOf: (id: string) => string;
  /** Shows an export to somebody who may not edit it. */
  visit: ((exportId: string) => void) | null;
}

/** What the cards and menus do with the draft. It stays the same while the draft changes. */
export function useBuilderActions(state: FlowDraftState, told: Told): BuilderActions {
  const now = useLatest({ state, told });
  return useMemo(() => actionsOn(now), [now]);
}

type Now = RefObject<{ state: FlowDraftState; told: Told }>;

function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value);
  // Read only when something is pressed, which is after it was drawn.
  // eslint-disable-next-line react-hooks/refs
  ref.current = value;
  return ref;
}

function actionsOn(now: Now): BuilderActions {
  const say = (what: string) => {
    now.current.told.say(what);
  };
  const titleOf = (id: string) => now.current.told.titleOf(id);
  const isSource = (id: string) => now.current.state.draft.sources.some((one) => one.id === id);

  return {
    open: (id) => {
      const source = now.current.state.draft.sources.find((one) => one.id === id);
      const { visit } = now.current.told;
      if (source !== undefined && visit !== null) {
        visit(source.export);
        return;
      }

      now.current.told.open(
        source === undefined
          ? { name: 'step', id }
          : { name: 'resource', goal: null, use: 'source', id: source.export },
      );
    },
    openCase: (branch, index) => {
      now.current.told.open({ name: 'step', id: branch, case: index });
    },
    removeCase: (branch, index) => {
      now.current.state.change({ type: 'removeCase', branch, index });
      focusPart(branch);
      say('Case deleted. Undo brings it back.');
    },
    moveCase: (branch, index, by) => {
      const cases = findStep(now.current.state.draft, branch)?.branch?.cases ?? [];
      if (cases[index + by] !== undefined) {
        now.current.state.change({ type: 'moveCase', branch, index, by });
        focusPart(`${branch}/${index + by}`);
        say(`Case moved ${by === 1 ? 'down' : 'up'}.`);
      }
    },
    addSource: () => {
      now.current.told.open({ name: 'choose', goal: { kind: 'source' } });
    },
    addStep: (at) => {
      now.current.told.open({ name: 'choose', goal: { kind: 'step', at } });
    },
    addBranch: (at) => {
      const step = newBranch();
      now.current.state.change({ type: 'addStep', at, step });
      now.current.told.open({ name: 'step', id: step.id });
      say('Branch added.');
    },
    copy: (id) => {
      const { draft, change } = now.current.state;
      const [step, place] = [findStep(draft, id), placeOf(draft, id)];
      if (step !== undefined && place !== undefined) {
        const copy = copyOf(step);
        change({ type: 'addStep', at: { ...place, index: place.index + 1 }, step: copy });
        focusPart(copy.id);
        say(`${titleOf(id)} copied.`);
      }
    },
    remove: (id) => {
      const next = neighbourOf(id);
      say(`${titleOf(id)} deleted. Undo brings it back.`);
      now.current.state.change(isSource(id) ? { type: 'removeSource', id } : { type: 'removeStep', id });
      focusPart(next);
    },
    toggle: (id) => {
      const { draft, change } = now.current.state;
      const enabled = findStep(draft, id)?.enabled === false;
      change({ type: 'changeStep', id, to: { enabled } });
      say(`${titleOf(id)} switched ${enabled ? 'on' : 'off'}.`);
    },
    move: (id, by) => {
      const { draft, change } = now.current.state;
      const to = nextPlace(draft, id, by);
      if (isSource(id)) {
        change({ type: 'moveSource', id, by });
      } else if (to !== null) {
        change({ type: 'moveStep', id, to });
      } else {
        say(`${titleOf(id)} is at the ${by === 1 ? 'end' : 'beginning'}.`);
        return;
      }

      focusPart(id);
      say(`${titleOf(id)} moved ${by === 1 ? 'later' : 'earlier'}.`);
    },
  };
}
