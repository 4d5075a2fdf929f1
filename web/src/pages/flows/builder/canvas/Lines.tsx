import { memo } from 'react';
import { stepsOf, type FlowDraft } from '../draft/flowDraft';
import { pathOf, type Layout } from './layout';
import classes from './Canvas.module.css';

interface LinesProps {
  layout: Layout;
  draft: FlowDraft;
}

/** The ways of the records, below the cards. They say nothing that the order of the cards does not. */
export const Lines = memo(function Lines({ layout, draft }: LinesProps) {
  const off = new Set([...stepsOf(draft.steps)].filter(({ enabled }) => !enabled).map(({ id }) => id));
  return (
    <svg className={classes['lines']} width={layout.width} height={layout.height} aria-hidden>
      {layout.lines.map((line) => (
        <path
          key={line.id}
          d={pathOf(line)}
          data-open={line.isOpen || undefined}
          data-off={off.has(line.id.split('>')[0]?.split('/')[0] ?? '') || undefined}
        />
      ))}
    </svg>
  );
});
