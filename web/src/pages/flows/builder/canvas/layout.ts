import type { FlowStepView } from '@/api/schema';
import { isSameList, type FlowDraft, type ListAt, type Place } from '../draft/flowDraft';

/** What is drawn, at its place in pixels. In reading order: that is also the order of the Tab key. */
export interface Box {
  id: string;
  kind: 'source' | 'addSource' | 'insert' | 'step' | 'case' | 'addStep';
  x: number;
  y: number;
  width: number;
  height: number;
  /** The source or step; for a case its branch. */
  part?: string;
  case?: number;
  /** Where a new step goes, of `insert` and `addStep`. */
  place?: Place;
}

/** A line from the right of one box to the left of another, that changes its height at `bend`. */
export interface Line {
  id: string;
  from: { x: number; y: number };
  to: { x: number; y: number };
  bend: number;
  /** To where nothing stands yet. */
  isOpen: boolean;
}

export interface Layout {
  boxes: Box[];
  lines: Line[];
  width: number;
  height: number;
}

export const cardWidth = 224;
export const cardHeight = 80;
/** With what came of the last run. */
export const cardHeightCounted = 110;
const caseWidth = 160;
const caseHeight = 44;
const plus = 26;
const gapX = 54;
const gapY = 26;
const addHeight = 52;

interface Walk {
  boxes: Box[];
  lines: Line[];
  row: number;
}

/** Where a list ends: what comes next is connected with all of `ends`. */
interface Extent {
  right: number;
  bottom: number;
  ends: Box[];
}

/** Sources at the left one below the other, then the steps in a row; the cases of a branch one below the other. */
export function layoutOf(draft: FlowDraft, counted: boolean): Layout {
  const row = counted ? cardHeightCounted : cardHeight;
  const walk: Walk = { boxes: [], lines: [], row };
  const sources = draft.sources.map(({ id }, index): Box => ({
    id,
    kind: 'source',
    part: id,
    x: 0,
    y: index * (row + gapY),
    width: cardWidth,
    height: row,
  }));
  const addSource: Box = {
    id: 'add-source',
    kind: 'addSource',
    x: 0,
    y: sources.length === 0 ? 0 : sources.length * (row + gapY) - (sources.length === 0 ? 0 : 6),
    width: cardWidth,
    height: sources.length === 0 ? row : addHeight,
  };
  walk.boxes.push(...sources, addSource);

  const start: Extent = { right: cardWidth, bottom: 0, ends: sources.length === 0 ? [addSource] : sources };
  const steps = place(walk, draft.steps, null, start, 0);
  const addStep: Box = {
    id: 'add-step',
    kind: 'addStep',
    place: { list: null, index: draft.steps.length },
    x: steps.right + gapX,
    y: 0,
    width: cardWidth,
    height: row,
  };
  connect(walk, steps.ends, addStep, true);
  walk.boxes.push(addStep);
  return {
    boxes: walk.boxes,
    lines: walk.lines,
    width: addStep.x + cardWidth,
    height: Math.max(steps.bottom, row, addSource.y + addSource.height),
  };
}

/** @param before What the list begins behind. @param y The upper edge of its row. */
function place(walk: Walk, steps: readonly FlowStepView[], list: ListAt, before: Extent, y: number): Extent {
  let now: Extent = { ...before, bottom: y + walk.row };
  steps.forEach((step, index) => {
    const x = now.right + gapX;
    walk.boxes.push(insertAt(walk, { list, index }, x - gapX / 2, y));
    const box: Box = {
      id: step.id,
      kind: 'step',
      part: step.id,
      x,
      y,
      width: cardWidth,
      height: walk.row,
    };
    connect(walk, now.ends, box, false);
    walk.boxes.push(box);
    const behind = placeCases(walk, step, box);
    now = { ...behind, bottom: Math.max(now.bottom, behind.bottom) };
  });
  return now;
}

function placeCases(walk: Walk, step: FlowStepView, box: Box): Extent {
  const cases = step.branch?.cases ?? [];
  let y = box.y;
  let right = box.x + cardWidth;
  const ends: Box[] = [];
  cases.forEach((one, index) => {
    const list: ListAt = { branch: step.id, case: index };
    const head: Box = {
      id: `${step.id}/${index}`,
      kind: 'case',
      part: step.id,
      case: index,
      x: box.x + cardWidth + gapX,
      y: y + (walk.row - caseHeight) / 2,
      width: caseWidth,
      height: caseHeight,
    };
    connect(walk, [box], head, false);
    walk.boxes.push(head);
    const inside = place(walk, one.steps, list, { right: head.x + caseWidth, bottom: y, ends: [head] }, y);
    const end = insertAt(walk, { list, index: one.steps.length }, inside.right + gapX / 2, y);
    connect(walk, inside.ends, end, true);
    walk.boxes.push(end);
    ends.push(end);
    right = Math.max(right, end.x + plus);
    y = inside.bottom + gapY;
  });
  return cases.length === 0 ? { right, bottom: box.y + walk.row, ends: [box] } : { right, bottom: y - gapY, ends };
}

function insertAt(walk: Walk, at: Place, middle: number, y: number): Box {
  const { list, index } = at;
  return {
    id: `insert/${list === null ? '' : `${list.branch}/${list.case}/`}${index}`,
    kind: 'insert',
    place: at,
    x: middle - plus / 2,
    y: y + (walk.row - plus) / 2,
    width: plus,
    height: plus,
  };
}

function connect(walk: Walk, ends: readonly Box[], to: Box, isOpen: boolean): void {
  for (const end of ends) {
    const target = { x: to.x, y: to.y + to.height / 2 };
    walk.lines.push({
      id: `${end.id}>${to.id}`,
      from: { x: end.x + end.width, y: end.y + end.height / 2 },
      to: target,
      bend: target.x - gapX / 2,
      isOpen,
    });
  }
}

const radius = 12;

/** The line as an SVG path, with round corners. */
export function pathOf({ from, to, bend }: Line): string {
  const rise = to.y - from.y;
  if (Math.abs(rise) < 1) {
    return `M${from.x} ${from.y}H${to.x}`;
  }

  const [r, down] = [Math.min(radius, Math.abs(rise) / 2), Math.sign(rise)];
  return (
    `M${from.x} ${from.y}H${bend - r}Q${bend} ${from.y} ${bend} ${from.y + down * r}` +
    `V${to.y - down * r}Q${bend} ${to.y} ${bend + r} ${to.y}H${to.x}`
  );
}

/** The place for a new step that is nearest to a point, when one is near. */
export function nearestPlace(layout: Layout, x: number, y: number): Place | null {
  const nearMax = 130;
  let nearest: { place: Place; distance: number } | null = null;
  for (const box of layout.boxes) {
    if (box.place !== undefined) {
      const distance = Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
      if (distance <= nearMax && (nearest === null || distance < nearest.distance)) {
        nearest = { place: box.place, distance };
      }
    }
  }

  return nearest?.place ?? null;
}

export function isSamePlace(one: Place | undefined, other: Place | null): boolean {
  return one?.index === other?.index && isSameList(one?.list ?? null, other?.list ?? null);
}
