import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { FlowView } from '@/api/schema';
import { may } from '@/api/session';
import { Loading } from '@/components/Loading';
import classes from './Builder.module.css';
import { BuilderContext } from './BuilderContext';
import { BuilderPanes } from './BuilderPanes';
import type { Place } from './draft/flowDraft';
import { LeaveQuestion } from './LeaveQuestion';
import { FlowList } from './list/FlowList';
import { Notices } from './Notices';
import { useStages } from './panes/stages';
import { focusPart } from './parts/focusPart';
import { usePartInfos } from './parts/partInfo';
import { partViews } from './parts/partViews';
import { useFlowRun } from './run/useFlowRun';
import { useStartRun } from './run/useStartRun';
import { RunFeed } from './run/RunFeed';
import { RunQuestion } from './run/RunQuestion';
import { Toolbar } from './Toolbar';
import { useBuilderActions } from './useBuilderActions';
import { useFlowDraft } from './draft/useFlowDraft';
import { useUndoKeys } from './useUndoKeys';

const Canvas = lazy(() => import('./canvas/Canvas').then(({ Canvas: component }) => ({ default: component })));

const route = getRouteApi('/shell/flows/$flowId/');
const shell = getRouteApi('/shell');

/** The draft of a flow as a canvas or a list, with what can be done with it. */
export function Builder({ flow }: { flow: FlowView }) {
  const { user } = shell.useRouteContext();
  const { view } = route.useSearch();
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const navigate = useNavigate();
  const mayEdit = may(user, 'manager');
  const state = useFlowDraft(flow);
  const { store: run, last } = useFlowRun(flow.id);
  const start = useStartRun(flow, state);
  const stages = useStages();
  const [said, setSaid] = useState('');
  const { draft, problems, change } = state;

  const infos = usePartInfos(draft);
  const views = useMemo(() => partViews(draft, infos, problems), [draft, infos, problems]);
  const actions = useBuilderActions(state, {
    say: setSaid,
    open: stages.open,
    titleOf: (id) => infos.get(id)?.title ?? 'It',
    visit: mayEdit ? null : (exportId) => void navigate({ to: '/exports/$exportId', params: { exportId } }),
  });
  const context = useMemo(() => ({ actions, run, mayEdit }), [actions, run, mayEdit]);
  const onMove = useCallback(
    (id: string, to: Place) => {
      change({ type: 'moveStep', id, to });
      focusPart(id);
    },
    [change],
  );
  useUndoKeys(mayEdit, state.undo, state.redo);

  const isList = !wide || view === 'list';
  return (
    <BuilderContext value={context}>
      <section className={classes['builder']} aria-label="Builder" data-wide>
        <Toolbar state={state} start={start} isList={isList} wide={wide} isBehind={stages.stage !== null} />
        <Notices state={state} start={start} />
        {isList ? (
          <div className={classes['list']}>
            <FlowList draft={draft} views={views} />
          </div>
        ) : (
          <div className={classes['canvas']}>
            <Suspense fallback={<Loading />}>
              <Canvas draft={draft} views={views} onMove={onMove} />
            </Suspense>
          </div>
        )}
        {wide && mayEdit && (
          <p className={classes['keys']}>
            <kbd>Tab</kbd> and the arrows go through the flow, <kbd>Enter</kbd> opens, <kbd>Delete</kbd> removes,{' '}
            <kbd>Alt</kbd> with an arrow moves, <kbd>Ctrl D</kbd> copies, <kbd>Ctrl Z</kbd> takes back.
          </p>
        )}
        <VisuallyHidden role="status">{said}</VisuallyHidden>
      </section>
      <BuilderPanes state={state} infos={infos} mayEdit={mayEdit} stages={stages} />
      {last !== null && <RunFeed key={last} id={last} store={run} />}
      <RunQuestion start={start} />
      <LeaveQuestion isChanged={state.isChanged} />
    </BuilderContext>
  );
}
