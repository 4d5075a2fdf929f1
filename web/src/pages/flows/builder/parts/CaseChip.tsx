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
  const { actions } = useBuilder();
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
        const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (by !== undefined) {
          event.preventDefault();
          focusNeighbour(event.currentTarget, by as 1 | -1);
        }
      }}
    >
      <span className={classes['name']}>{name}</span>
      <span className={classes['condition']}>{problem ?? condition}</span>
    </button>
  );
});
