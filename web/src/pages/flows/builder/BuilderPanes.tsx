import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { marksQuery } from '@/api/flows';
import { ConnectionPane } from '@/pages/connections/pane/ConnectionPane';
import { findStep } from './draft/flowDraft';
import { newSource, newStep } from './draft/newParts';
import type { FlowDraftState } from './draft/useFlowDraft';
import { AddPane, type Use } from './panes/AddPane';
import type { Goal, Stage, Stages } from './panes/stages';
import { StepPane } from './panes/StepPane';
import { useStepSample } from './panes/useStepSample';
import { focusPart } from './parts/focusPart';
import type { PartInfo } from './parts/partInfo';

const ExportPane = lazy(() =>
  import('@/pages/exports/ExportPane').then(({ ExportPane: component }) => ({ default: component })),
);
const ImportPane = lazy(() =>
  import('@/pages/imports/ImportPane').then(({ ImportPane: component }) => ({ default: component })),
);

interface BuilderPanesProps {
  state: FlowDraftState;
  infos: ReadonlyMap<string, PartInfo>;
  mayEdit: boolean;
  stages: Stages;
}

/** The focus goes first back to what opened the pane, then to what came of it. */
const focusAfterMs = 60;

/** An export or import as far as a step needs it. */
interface Chosen {
  id: string;
  operation?: string | null;
}

/** The panes over the builder: one at a time. What is made or chosen in the last one becomes a source or a step. */
export function BuilderPanes({ state, infos, mayEdit, stages }: BuilderPanesProps) {
  const { change } = state;
  const { stage, last, next, close } = stages;

  const finish = (goal: Goal | null, use: Use, chosen: Chosen) => {
    close();
    if (goal?.kind === 'source') {
      const source = newSource(chosen.id);
      change({ type: 'addSource', source });
      focusLater(source.id);
    } else if (goal?.kind === 'step') {
      const kind = use === 'import' ? { import: chosen.id } : { lookup: chosen.id };
      const step = newStep(kind, use === 'lookup' ? intoOf(chosen.operation) : null);
      change({ type: 'addStep', at: goal.at, step });
      focusLater(step.id);
    } else if (goal?.kind === 'replace') {
      const to = use === 'import' ? { import: chosen.id, lookup: null } : { lookup: chosen.id, import: null };
      change({ type: 'changeStep', id: goal.id, to });
      focusLater(goal.id);
    }
  };

  const choosing = stage?.name === 'choose' ? stage : last.choose;
  const connecting = stage?.name === 'connection' ? stage : last.connection;
  return (
    <>
      {choosing?.name === 'choose' && (
        <AddPane
          opened={stage?.name === 'choose'}
          use={choosing.goal.kind === 'source' ? 'source' : 'step'}
          onClose={close}
          onConnection={(use, connection) => {
            next({ name: 'resource', goal: choosing.goal, use, connection });
          }}
          onNewConnection={(use, application) => {
            next({ name: 'connection', goal: choosing.goal, use, application });
          }}
          onResource={(use, chosen) => {
            finish(choosing.goal, use, chosen);
          }}
        />
      )}
      {connecting?.name === 'connection' && (
        <ConnectionPane
          key={connecting.application}
          opened={stage?.name === 'connection'}
          application={connecting.application}
          onClose={close}
          onSaved={({ id }) => {
            next({ name: 'resource', goal: connecting.goal, use: connecting.use, connection: id });
          }}
        />
      )}
      <ResourcePanes stage={stage} last={last} state={state} onClose={close} onSaved={finish} />
      <Settings state={state} infos={infos} mayEdit={mayEdit} stages={stages} />
    </>
  );
}

interface ResourcePanesProps {
  state: FlowDraftState;
  stage: Stage | null;
  last: Stages['last'];
  onClose: () => void;
  onSaved: (goal: Goal | null, use: Use, chosen: Chosen) => void;
}

function ResourcePanes({ state, stage, last, onClose, onSaved }: ResourcePanesProps) {
  const { sources } = state.draft;
  const shown = last.resource;
  const sample = useStepSample(state, stage?.name === 'resource' ? stage : null);
  const { data: marks } = useQuery({ ...marksQuery(state.base.id), enabled: stage?.name === 'resource' });
  if (shown?.name !== 'resource') {
    return null;
  }

  const { goal, use, id, connection } = shown;
  const source = sources.find((one) => one.export === id)?.id;
  const mark = marks?.find((one) => one.source === source);
  const lastRun = marks === undefined ? undefined : (mark?.at ?? null);
  const props = {
    opened: stage?.name === 'resource',
    ...sample,
    onClose,
    onSaved: (saved: Chosen) => {
      onSaved(goal, use, saved);
    },
    ...(id !== undefined && { id }),
    ...(connection !== undefined && { connection }),
  };
  return (
    <Suspense fallback={null}>
      {use === 'import' ? (
        <ImportPane key={id ?? connection ?? ''} {...props} />
      ) : (
        <ExportPane
          key={id ?? connection ?? ''}
          {...props}
          use={use}
          lastRun={use === 'source' ? lastRun : undefined}
        />
      )}
    </Suspense>
  );
}

/** The settings of the step that is opened. */
function Settings({ state, infos, mayEdit, stages }: BuilderPanesProps) {
  const { draft, problems, change } = state;
  const { stage, last, next, close } = stages;
  const opened = stage?.name === 'step';
  const shown = opened ? stage : last.step;
  const id = shown?.name === 'step' ? shown.id : '';
  const step = findStep(draft, id) ?? null;
  const info = infos.get(id);
  const merges = `step ${id}`;

  return (
    <StepPane
      step={opened ? step : null}
      info={info}
      problems={problems[id] ?? {}}
      mayEdit={mayEdit}
      source={draft.sources[0]?.export}
      atCase={shown?.name === 'step' ? shown.case : undefined}
      onChange={(to) => {
        change({ type: 'changeStep', id, to }, `${merges} ${Object.keys(to).join()}`);
      }}
      cases={{
        add: () => {
          change({ type: 'addCase', branch: id });
        },
        change: (index, to) => {
          change({ type: 'changeCase', branch: id, index, to }, `${merges} case ${index} ${Object.keys(to).join()}`);
        },
        move: (index, by) => {
          change({ type: 'moveCase', branch: id, index, by });
        },
        remove: (index) => {
          change({ type: 'removeCase', branch: id, index });
        },
      }}
      onEdit={() => {
        if (info?.resource != null) {
          next({
            name: 'resource',
            goal: null,
            use: info.kind === 'Destination' ? 'import' : 'lookup',
            id: info.resource,
          });
        }
      }}
      onReplace={() => {
        next({ name: 'choose', goal: { kind: 'replace', id } });
      }}
      flow={{ id: state.base.id, draft }}
      onClose={close}
    />
  );
}

function focusLater(id: string): void {
  setTimeout(() => {
    focusPart(id);
  }, focusAfterMs);
}

/** A field for the answer of a lookup, by what it reads: `customer` for `customers.get`. */
function intoOf(operation: string | null | undefined): string {
  const resource = operation?.split('.')[0]?.replaceAll(/[^A-Za-z0-9]+/g, '_') ?? '';
  return resource === '' ? 'found' : resource.replace(/s$/, '');
}
