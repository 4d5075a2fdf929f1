import { memo } from 'react';
import { useBuilder } from '../BuilderContext';
import classes from './CaseChip.module.css';
import { focusNeighbour } from './focusPart';

export interface CaseChipProps {
  branch: string;
  index: number;
  name: string;
  /** Which records go this way, in words. */
  condition: string;
  problem: string | null;
}

/** The beginning of one way through a branch: its name and its condition. */
export const CaseChip = memo(function CaseChip({ branch, index, name, condition, problem }: CaseChipProps) {
  const { actions, mayEdit } = useBuilder();
  return (
    <button
      type="button"
      className={`${classes['chip']} nodrag`}
      data-part={`${branch}/${index}`}
      data-problem={problem !== null || undefined}
      aria-label={`Case ${name}: ${condition}${problem === null ? '' : `. ${problem}`}`}
      aria-haspopup="dialog"
      onClick={() => {
        actions.openCase(branch, index);
      }}
      onKeyDown={(event) => {
        const by = ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 } as const)[event.key];
        const removes = event.key === 'Delete' || event.key === 'Backspace';
        if (by === undefined && !removes) {
          return;
        }

        event.preventDefault();
        if (by !== undefined && !event.altKey) {
          focusNeighbour(event.currentTarget, by);
        } else if (mayEdit && by !== undefined) {
          actions.moveCase(branch, index, by);
        } else if (mayEdit) {
          actions.removeCase(branch, index);
        }
      }}
    >
      <span className={classes['name']}>{name}</span>
      <span className={classes['condition']}>{problem ?? condition}</span>
    </button>
  );
});
