import { Button } from '@mantine/core';
import { IconArrowsSplit2, IconPlus } from '@tabler/icons-react';
import classes from './AddCard.module.css';

interface AddCardProps {
  label: string;
  /** What it is for, while nothing stands there. */
  hint?: string | undefined;
  onAdd: () => void;
  /** Offered below, where a branch may stand too. */
  onBranch?: (() => void) | undefined;
  /** A step that is dragged would fall here. */
  isTarget?: boolean;
}

/** Where the next source or step goes. */
export function AddCard({ label, hint, onAdd, onBranch, isTarget = false }: AddCardProps) {
  return (
    <div className={classes['card']} data-target={isTarget || undefined}>
      <button type="button" className={`${classes['add']} nodrag nopan`} data-add onClick={onAdd}>
        <span className={classes['plus']}>
          <IconPlus size={16} stroke={2.2} aria-hidden />
        </span>
        {label}
      </button>
      {hint !== undefined && <span className={classes['hint']}>{hint}</span>}
      {onBranch && (
        <Button
          className="nodrag nopan"
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconArrowsSplit2 size={13} stroke={1.8} aria-hidden />}
          onClick={onBranch}
        >
          Add branch
        </Button>
      )}
    </div>
  );
}
