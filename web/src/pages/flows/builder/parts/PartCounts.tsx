import { IconAlertCircle, IconCheck, IconFilterOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useBuilder } from '../BuilderContext';
import classes from './PartCounts.module.css';

const number = new Intl.NumberFormat('en');

interface PartCountsProps {
  id: string;
  /** Of the words, so that the card can be described by them. */
  textId: string;
  isBranch: boolean;
}

/** What came of the records of the last run at a source or step. Only its own counts draw it anew. */
export function PartCounts({ id, textId, isBranch }: PartCountsProps) {
  const { run } = useBuilder();
  const counts = useSyncExternalStore(run.subscribe, () => run.countsOf(id));
  const isShown = useSyncExternalStore(run.subscribe, run.hasCounts);
  if (!isShown) {
    return null;
  }

  const { success = 0, error = 0, ignored = 0 } = counts ?? {};
  return (
    <div id={textId} className={classes['counts']}>
      {counts === undefined ? (
        <span className={classes['quiet']}>{isBranch ? '' : 'Not in the last run'}</span>
      ) : (
        <>
          <span className={classes['good']} data-none={success === 0 || undefined}>
            <IconCheck size={14} stroke={2.2} aria-hidden />
            <b>{number.format(success)}</b>
            <span className={classes['word']}>success</span>
          </span>
          {ignored > 0 && (
            <span className={classes['quiet']}>
              <IconFilterOff size={13} stroke={1.8} aria-hidden />
              <b>{number.format(ignored)}</b>
              <span className={classes['word']}>ignored</span>
            </span>
          )}
          {error > 0 && (
            <span className={classes['bad']}>
              <IconAlertCircle size={14} stroke={2} aria-hidden />
              <b>{number.format(error)}</b>
              <span>{error === 1 ? 'error' : 'errors'}</span>
            </span>
          )}
        </>
      )}
    </div>
  );
}
