import { ActionIcon, Group, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { BusyButton } from '@/components/BusyButton';
import { tell } from '@/components/tell';
import { useBuilder } from './BuilderContext';
import type { FlowDraftState } from './draft/useFlowDraft';
import { RunBar } from './run/RunBar';
import type { StartRun } from './run/useStartRun';
import classes from './Toolbar.module.css';

interface ToolbarProps {
  state: FlowDraftState;
  start: StartRun;
  isList: boolean;
  /** There is room for the canvas: it can be chosen. */
  wide: boolean;
  /** A pane is open over it, with a Save of its own. */
  isBehind: boolean;
}

/** Above the flow: back and forth, how it is shown, how it ran, Save and Run. */
export function Toolbar({ state, start, isList, wide, isBehind }: ToolbarProps) {
  const { mayEdit } = useBuilder();
  const navigate = useNavigate();
  const look = { variant: 'subtle', color: 'gray', size: 36 } as const;
  return (
    <div className={classes['toolbar']} role="toolbar" aria-label="Flow" inert={isBehind} aria-hidden={isBehind}>
      {mayEdit && (
        <Group gap={6}>
          <ActionIcon
            {...look}
            className={classes['step'] ?? ''}
            aria-label="Undo"
            aria-disabled={!state.canUndo}
            onClick={state.undo}
          >
            <IconArrowBackUp size={18} stroke={1.7} />
          </ActionIcon>
          <ActionIcon
            {...look}
            className={classes['step'] ?? ''}
            aria-label="Redo"
            aria-disabled={!state.canRedo}
            onClick={state.redo}
          >
            <IconArrowForwardUp size={18} stroke={1.7} />
          </ActionIcon>
        </Group>
      )}
      {wide && (
        <SegmentedControl
          aria-label="View"
          size="sm"
          value={isList ? 'list' : 'canvas'}
          data={[
            { value: 'canvas', label: 'Canvas' },
            { value: 'list', label: 'List' },
          ]}
          onChange={(value) => {
            void navigate({
              to: '.',
              search: value === 'list' ? { view: 'list' as const } : {},
              replace: true,
              resetScroll: false,
            });
          }}
        />
      )}
      <div className={classes['run']}>
        <RunBar sources={state.draft.sources} />
      </div>
      {mayEdit && (
        <Group gap="xs" wrap="nowrap">
          {state.isChanged && <span className={classes['changed']}>Not saved</span>}
          <BusyButton
            variant={state.isChanged ? 'filled' : 'default'}
            busy={state.saving}
            onClick={() => {
              if (state.isChanged) {
                start.forget();
                // What is refused is said above the flow and at its steps.
                state.save().catch(() => undefined);
              } else {
                tell('Nothing to save', 'The flow is stored as you see it.');
              }
            }}
          >
            Save
          </BusyButton>
          <BusyButton
            variant={state.isChanged ? 'default' : 'filled'}
            leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
            busy={start.busy}
            waits={state.saving}
            onClick={start.begin}
          >
            Run
          </BusyButton>
        </Group>
      )}
    </div>
  );
}
