import { useSyncExternalStore } from 'react';
import type { FlowStepView } from '@/api/schema';
import { useBuilder } from '../BuilderContext';
import type { FlowDraft, ListAt } from '../draft/flowDraft';
import { AddCard } from '../parts/AddCard';
import { CaseChip } from '../parts/CaseChip';
import { InsertButton } from '../parts/InsertButton';
import { PartCard } from '../parts/PartCard';
import type { PartViews } from '../parts/partViews';
import classes from './FlowList.module.css';

interface FlowListProps {
  draft: FlowDraft;
  views: PartViews;
}

/** The flow from top to bottom: what the canvas shows, for narrow windows and for those who like lists. */
export function FlowList({ draft, views }: FlowListProps) {
  const { actions, mayEdit, run } = useBuilder();
  const counted = useSyncExternalStore(run.subscribe, run.hasCounts);
  return (
    <div className={classes['list']} data-counted={counted || undefined}>
      <section aria-label="Sources">
        <h2>Sources</h2>
        <ul>
          {draft.sources.map((source) => (
            <li key={source.id} className={classes['part']}>
              <PartCard {...views.source(source)} />
            </li>
          ))}
        </ul>
        {mayEdit && (
          <div className={classes['add']}>
            <AddCard
              label="Add source"
              hint={draft.sources.length === 0 ? 'where records are read' : undefined}
              onAdd={actions.addSource}
            />
          </div>
        )}
      </section>
      <section aria-label="Steps">
        <h2>Steps</h2>
        <Steps steps={draft.steps} list={null} views={views} />
        {mayEdit && (
          <div className={classes['add']}>
            <AddCard
              label="Add destination/lookup"
              hint={draft.steps.length === 0 ? 'where they go' : undefined}
              onAdd={() => {
                actions.addStep({ list: null, index: draft.steps.length });
              }}
              onBranch={() => {
                actions.addBranch({ list: null, index: draft.steps.length });
              }}
            />
          </div>
        )}
      </section>
    </div>
  );
}

function Steps({ steps, list, views }: { steps: readonly FlowStepView[]; list: ListAt; views: PartViews }) {
  const { mayEdit } = useBuilder();
  const plus = (index: number) =>
    mayEdit && <InsertButton place={{ list, index }} where={views.where({ list, index })} />;
  return (
    <ol>
      {steps.map((step, index) => (
        <li key={step.id}>
          <div className={classes['plus']}>{plus(index)}</div>
          <div className={classes['part']}>
            <PartCard {...views.step(step)} />
          </div>
          {step.branch && (
            <ul className={classes['cases']} aria-label="Cases">
              {step.branch.cases.map((one, number) => (
                // A case has no name of its own to be known by: its place is.
                <li key={number}>
                  <div className={classes['chip']}>
                    <CaseChip {...views.case(step, number)} />
                  </div>
                  <Steps steps={one.steps} list={{ branch: step.id, case: number }} views={views} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {list !== null && (
        <li>
          <div className={classes['plus']}>{plus(steps.length)}</div>
        </li>
      )}
    </ol>
  );
}
