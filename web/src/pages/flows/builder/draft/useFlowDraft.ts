import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { api, bodyOf } from '@/api/client';
import { flowQuery, stepBodies } from '@/api/flows';
import { ApiError } from '@/api/problem';
import type { FlowStepView, FlowView } from '@/api/schema';
import { tell } from '@/components/tell';
import { changed, findStep, type FlowChange, type FlowDraft } from './flowDraft';
import { historyOf, pushed, redone, undone, type History } from './history';
import { problemsOf, type Problems } from './problemPlaces';

const noProblems: Problems = {};

function draftOf({ sources, steps }: FlowView): FlowDraft {
  return { sources, steps };
}

/** The draft of a flow: what is changed in the page, and its way to the server. */
export function useFlowDraft(flow: FlowView) {
  const queryClient = useQueryClient();
  // What the draft began from: the server is asked to change this version and no other.
  const [base, setBase] = useState(flow);
  const [history, setHistory] = useState<History<FlowDraft>>(() => historyOf(draftOf(flow)));
  const draft = history.present;
  const isChanged = !isSame(draft, draftOf(base));

  const save = useMutation({
    mutationFn: ({ sent, over }: { sent: FlowDraft; over?: number }) =>
      bodyOf(
        api.PATCH('/v1/flows/{id}', {
          params: { path: { id: base.id }, header: { 'If-Match': `"${over ?? base.version}"` } },
          body: { sources: [...sent.sources], steps: stepBodies(sent.steps) },
        }),
      ),
    onSuccess: (saved, { sent }) => {
      queryClient.setQueryData(flowQuery(saved.id).queryKey, saved);
      setBase(saved);
      // What was changed while it was saved stays; else the draft is what is stored now.
      setHistory((now) => (now.present === sent ? { ...now, present: draftOf(saved), merges: null } : now));
      tell(
        'Flow saved',
        saved.integration === null
          ? 'It can be run now.'
          : 'The connections that it uses are registered with its integration.',
      );
      for (const queryKey of [['flows', 'list'], ['integrations'], ['connections'], ['exports'], ['imports']]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
  });

  const change = useCallback((by: FlowChange, merges: string | null = null) => {
    setHistory((now) => pushed(now, changed(now.present, by), merges));
  }, []);
  const undo = useCallback(() => {
    setHistory(undone);
  }, []);
  const redo = useCallback(() => {
    setHistory(redone);
  }, []);

  // What was refused of a source or step is said until it is changed.
  const { error: refused } = save;
  const sent = save.variables?.sent;
  const problems = useMemo(
    () => (refused === null || sent === undefined ? noProblems : unchanged(problemsOf(refused, sent), sent, draft)),
    [refused, sent, draft],
  );

  // Nothing of one's own would be lost: what somebody else has saved meanwhile is shown.
  if (flow.version > base.version && !isChanged && !save.isPending) {
    setBase(flow);
    setHistory(historyOf(draftOf(flow)));
  }

  return {
    base,
    draft,
    isChanged,
    change,
    undo,
    redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    saving: save.isPending,
    problems,
    /** Why the last save was refused, as long as something of it is as it was. */
    failure: sent === draft || Object.keys(problems).length > 0 ? refused : null,
    /** Somebody else has saved the flow since the draft began. */
    isOutdated: save.error instanceof ApiError && save.error.status === 412,
    save: (over?: number) => save.mutateAsync({ sent: draft, ...(over !== undefined && { over }) }),
    forget: save.reset,
    /** Gives the draft up for what is stored. */
    take: (stored: FlowView) => {
      save.reset();
      queryClient.setQueryData(flowQuery(stored.id).queryKey, stored);
      setBase(stored);
      setHistory(historyOf(draftOf(stored)));
    },
  };
}

/** Without those of what is no longer as it was sent. */
function unchanged(problems: Problems, sent: FlowDraft, draft: FlowDraft): Problems {
  const partOf = (of: FlowDraft, id: string) => of.sources.find((one) => one.id === id) ?? findStep(of, id);
  return Object.fromEntries(Object.entries(problems).filter(([id]) => partOf(sent, id) === partOf(draft, id)));
}

/** By value. Every field of a step has its order; conditions keep the order in which they were written. */
function isSame(one: FlowDraft, other: FlowDraft): boolean {
  return one === other || written(one) === written(other);
}

function written({ sources, steps }: FlowDraft): string {
  return JSON.stringify([sources.map(({ id, export: from }) => [id, from]), steps.map(fieldsOf)]);
}

function fieldsOf(step: FlowStepView): unknown {
  const { id, name, enabled, lookup = null, import: into = null, when, onError, branch } = step;
  const cases = branch?.cases.map((one) => [one.name, one.when, one.steps.map(fieldsOf)]) ?? [];
  return [id, name, enabled, lookup, into, when, step.into, onError, branch?.mode ?? null, cases];
}

export type FlowDraftState = ReturnType<typeof useFlowDraft>;
