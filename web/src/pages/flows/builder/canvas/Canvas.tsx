import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  ViewportPortal,
  type NodeChange,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import { useBuilder } from '../BuilderContext';
import { findStep, mayMove, type FlowDraft, type Place } from '../draft/flowDraft';
import type { PartViews } from '../parts/partViews';
import classes from './Canvas.module.css';
import { CanvasControls } from './CanvasControls';
import { isSamePlace, layoutOf, nearestPlace, type Layout } from './layout';
import { Lines } from './Lines';
import { nodeTypes, type CanvasNode } from './nodes';
import { viewOf, withInSight, zoomMin } from './viewport';

interface CanvasProps {
  draft: FlowDraft;
  views: PartViews;
  onMove: (id: string, to: Place) => void;
}

/** The flow from left to right. Cards are buttons in reading order; dragging one onto a plus moves the step there. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  );
}

interface Drag {
  id: string;
  x: number;
  y: number;
  target: Place | null;
}

function Drawn({ draft, views, onMove }: CanvasProps) {
  const { run, mayEdit } = useBuilder();
  const counted = useSyncExternalStore(run.subscribe, run.hasCounts);
  const layout = useMemo(() => layoutOf(draft, counted), [draft, counted]);
  const [drag, setDrag] = useState<Drag | null>(null);
  const scheme = useComputedColorScheme('light');
  const nodes = useNodes(draft, views, layout, drag, mayEdit);
  const keepView = useFittingView(layout);
  const frame = useRef<HTMLDivElement>(null);
  useKeepInSight(frame, layout);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      for (const change of changes) {
        if (change.type === 'position' && change.position !== undefined && change.dragging === true) {
          const { id, position } = change;
          const box = layout.boxes.find((one) => one.id === id);
          const near = box && nearestPlace(layout, position.x + box.width / 2, position.y + box.height / 2);
          setDrag({ id, ...position, target: near && mayMove(draft, id, near) ? near : null });
        }
      }
    },
    [layout, draft],
  );

  return (
    <div ref={frame} className={classes['canvas']}>
      <ReactFlow<CanvasNode>
        nodes={nodes}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        onNodesChange={onNodesChange}
        onNodeDragStop={() => {
          if (drag?.target) {
            onMove(drag.id, drag.target);
          }

          setDrag(null);
        }}
        onMoveStart={(event) => {
          // Without an event it was the page itself.
          if (event !== null) {
            keepView();
          }
        }}
        minZoom={zoomMin}
        maxZoom={1.5}
        nodeDragThreshold={6}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        selectNodesOnDrag={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        zoomOnScroll={false}
        proOptions={{ hideAttribution: true }}
        aria-label="Flow canvas"
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} className={classes['dots'] ?? ''} />
        <ViewportPortal>
          <Lines layout={layout} draft={draft} />
        </ViewportPortal>
      </ReactFlow>
      <CanvasControls layout={layout} />
    </div>
  );
}

// What can be neither dragged nor selected would let every click through.
const clickable = { pointerEvents: 'all' } as const;

function useNodes(
  draft: FlowDraft,
  views: PartViews,
  layout: Layout,
  drag: Drag | null,
  mayEdit: boolean,
): CanvasNode[] {
  const still = useMemo(
    () =>
      layout.boxes
        .filter(({ kind }) => mayEdit || (kind !== 'insert' && kind !== 'addSource' && kind !== 'addStep'))
        .map((box): CanvasNode => {
          const { id, kind, x, y, width, height, part = '' } = box;
          const source = kind === 'source' ? draft.sources.find((one) => one.id === part) : undefined;
          const step = kind === 'step' || kind === 'case' ? findStep(draft, part) : undefined;
          return {
            id,
            type: kind === 'source' ? 'step' : kind,
            position: { x, y },
            width,
            height,
            draggable: mayEdit && kind === 'step',
            selectable: false,
            style: clickable,
            focusable: false,
            data: {
              ...(source && { card: views.source(source) }),
              ...(step && kind === 'step' && { card: views.step(step) }),
              ...(step && box.case !== undefined && { chip: views.case(step, box.case) }),
              ...(box.place && { place: box.place, where: views.where(box.place) }),
              isEmpty: kind === 'addSource' ? draft.sources.length === 0 : draft.steps.length === 0,
            },
          };
        }),
    [draft, views, layout, mayEdit],
  );

  return useMemo(
    () =>
      drag === null
        ? still
        : still.map((node) =>
            node.id === drag.id
              ? { ...node, position: { x: drag.x, y: drag.y }, zIndex: 10 }
              : drag.target !== null && isSamePlace(node.data.place, drag.target)
                ? { ...node, zIndex: 11, data: { ...node.data, isTarget: true } }
                : node,
          ),
    [still, drag],
  );
}

/** As much of the flow as can be read, also when it grows, until somebody moves it to where they want it. */
function useFittingView(layout: Layout): () => void {
  const { setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const isMoved = useRef(false);
  const { width: flowWidth, height: flowHeight } = layout;
  useEffect(() => {
    if (!isMoved.current && width > 0 && height > 0) {
      void setViewport(viewOf({ width: flowWidth, height: flowHeight }, width, height));
    }
  }, [flowWidth, flowHeight, width, height, setViewport]);

  return useCallback(() => {
    isMoved.current = true;
  }, []);
}

/** Whoever goes through the flow with the keyboard sees where they are. */
function useKeepInSight(frame: RefObject<HTMLElement | null>, layout: Layout): void {
  const { getViewport, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    const within = frame.current;
    const focused = ({ target }: FocusEvent) => {
      const id = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-id]')?.dataset['id'] : undefined;
      const box = layout.boxes.find((one) => one.id === id);
      if (box !== undefined && target instanceof HTMLElement && target.matches(':focus-visible')) {
        void setViewport(withInSight(getViewport(), box, width, height));
      }
    };
    within?.addEventListener('focusin', focused);
    return () => {
      within?.removeEventListener('focusin', focused);
    };
  }, [frame, layout, width, height, getViewport, setViewport]);
}
