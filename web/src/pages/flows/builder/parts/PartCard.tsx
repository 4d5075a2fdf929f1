import { ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconArrowsSplit2, IconFilter } from '@tabler/icons-react';
import { memo, useId, type KeyboardEvent } from 'react';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { useBuilder } from '../BuilderContext';
import { focusNeighbour } from './focusPart';
import { PartCounts } from './PartCounts';
import classes from './PartCard.module.css';
import { PartMenu } from './PartMenu';
import type { PartInfo } from './partInfo';

export interface PartCardProps {
  id: string;
  info: PartInfo;
  enabled: boolean;
  /** In words; null where it takes every record. */
  condition: string | null;
  /** What the server refused of it; null when nothing. */
  problem: string | null;
}

/** A source or a step, wherever it is shown. Enter opens it, Delete removes it, Ctrl+D
 * copies it, the arrows go on and Alt moves it. */
export const PartCard = memo(function PartCard({ id, info, enabled, condition, problem }: PartCardProps) {
  const { actions, mayEdit } = useBuilder();
  const what = useId();
  const does = [info.does, info.connection].filter((text) => text !== '').join(' · ');
  const only = [info.isFiltered && 'Its export filters.', condition !== null && `Only where ${condition}.`]
    .filter((text) => text !== false)
    .join(' ');
  return (
    <div
      className={classes['card']}
      data-kind={info.kind}
      data-off={!enabled || undefined}
      data-problem={problem !== null || undefined}
    >
      <div className={classes['main']}>
        <PartIcon info={info} />
        <div className={classes['texts']}>
          <div className={classes['kind']}>
            {info.kind}
            {!enabled && <span className={classes['off']}>Off</span>}
            {(condition !== null || info.isFiltered) && (
              <span className={classes['when']}>
                <IconFilter size={12} stroke={1.8} aria-hidden />
              </span>
            )}
          </div>
          <div className={classes['title']}>{info.title}</div>
          <div className={classes['does']}>{problem ?? does}</div>
        </div>
      </div>
      <PartCounts id={id} textId={`${what}-counts`} isBranch={info.kind === 'Branch'} />
      <span id={what} hidden>
        {`${info.does} ${info.connection} ${only} ${problem ?? ''}`}
      </span>
      {/* Over the whole card, so that a click anywhere opens it; the menu stands above. */}
      <button
        type="button"
        className={classes['open']}
        data-part={id}
        aria-label={`${info.kind} ${info.title}${enabled ? '' : ', switched off'}`}
        aria-describedby={`${what} ${what}-counts`}
        aria-haspopup="dialog"
        title={[info.title, does, only, problem].filter((text) => text !== null && text !== '').join('\n')}
        onClick={() => {
          actions.open(id);
        }}
        onKeyDown={(event) => {
          pressed(event, id, mayEdit ? actions : null);
        }}
      />
      {mayEdit && <PartMenu id={id} info={info} enabled={enabled} />}
    </div>
  );
});

function PartIcon({ info }: { info: PartInfo }) {
  return info.kind === 'Branch' ? (
    <ThemeIcon size={38} radius={10} variant="light" color="orange" aria-hidden>
      <IconArrowsSplit2 size={22} stroke={1.6} />
    </ThemeIcon>
  ) : info.application === null ? (
    <ThemeIcon size={38} radius={10} variant="light" color="gray" aria-hidden>
      <IconAlertTriangle size={20} stroke={1.6} />
    </ThemeIcon>
  ) : (
    <ApplicationIcon application={info.application} size={38} />
  );
}

type Keys = Pick<ReturnType<typeof useBuilder>['actions'], 'remove' | 'move' | 'copy' | 'open'>;

function pressed(event: KeyboardEvent<HTMLElement>, id: string, actions: Keys | null): void {
  const { key, altKey, ctrlKey, metaKey } = event;
  const by = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : null;
  const removes = key === 'Delete' || key === 'Backspace';
  const copies = key.toLowerCase() === 'd' && (ctrlKey || metaKey);
  if (by === null && !removes && !copies && key !== 'F2') {
    return;
  }

  event.preventDefault();
  if (copies) {
    actions?.copy(id);
  } else if (key === 'F2') {
    // Its name is what the settings begin with.
    actions?.open(id);
  } else if (by === null) {
    actions?.remove(id);
  } else if (altKey) {
    actions?.move(id, by);
  } else {
    focusNeighbour(event.currentTarget, by);
  }
}
