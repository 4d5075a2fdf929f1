import { ActionIcon } from '@mantine/core';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useReactFlow, useStore } from '@xyflow/react';
import classes from './Canvas.module.css';
import type { Layout } from './layout';
import { viewOf, zoomMin } from './viewport';

/** Nearer, further, and the whole flow. */
export function CanvasControls({ layout }: { layout: Layout }) {
  const { zoomIn, zoomOut, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const look = { variant: 'default', size: 'md' } as const;
  return (
    <div className={classes['controls']} role="group" aria-label="View">
      <ActionIcon {...look} aria-label="Zoom out" onClick={() => void zoomOut()}>
        <IconMinus size={16} stroke={1.8} />
      </ActionIcon>
      <ActionIcon {...look} aria-label="Zoom in" onClick={() => void zoomIn()}>
        <IconPlus size={16} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        {...look}
        aria-label="Show the whole flow"
        onClick={() => void setViewport(viewOf(layout, width, height, zoomMin))}
      >
        <IconMaximize size={16} stroke={1.8} />
      </ActionIcon>
    </div>
  );
}
