import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useBuilder } from '../BuilderContext';
import type { Place } from '../draft/flowDraft';
import { AddCard } from '../parts/AddCard';
import { CaseChip, type CaseChipProps } from '../parts/CaseChip';
import { InsertButton } from '../parts/InsertButton';
import { PartCard, type PartCardProps } from '../parts/PartCard';

interface CanvasData extends Record<string, unknown> {
  card?: PartCardProps;
  chip?: CaseChipProps;
  place?: Place;
  where?: string;
  isTarget?: boolean;
  /** Nothing stands there yet. */
  isEmpty: boolean;
}

export type CanvasNode = Node<CanvasData>;
type Props = NodeProps<CanvasNode>;

const StepNode = memo(function StepNode({ data }: Props) {
  return data.card && <PartCard {...data.card} />;
});

const CaseNode = memo(function CaseNode({ data }: Props) {
  return data.chip && <CaseChip {...data.chip} />;
});

const InsertNode = memo(function InsertNode({ data }: Props) {
  return data.place && <InsertButton place={data.place} where={data.where ?? ''} isTarget={data.isTarget === true} />;
});

const AddSourceNode = memo(function AddSourceNode({ data }: Props) {
  const { actions } = useBuilder();
  return (
    <AddCard label="Add source" hint={data.isEmpty ? 'where records are read' : undefined} onAdd={actions.addSource} />
  );
});

const AddStepNode = memo(function AddStepNode({ data }: Props) {
  const { actions } = useBuilder();
  const { place } = data;
  return (
    place && (
      <AddCard
        label="Add destination/lookup"
        hint={data.isEmpty ? 'where they go' : undefined}
        isTarget={data.isTarget === true}
        onAdd={() => {
          actions.addStep(place);
        }}
        onBranch={
          data.isEmpty
            ? undefined
            : () => {
                actions.addBranch(place);
              }
        }
      />
    )
  );
});

export const nodeTypes = {
  step: StepNode,
  case: CaseNode,
  insert: InsertNode,
  addSource: AddSourceNode,
  addStep: AddStepNode,
};
