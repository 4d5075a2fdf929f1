import type { Viewport } from '@xyflow/react';
import type { Box, Layout } from './layout';

const margin = 36;
/** Smaller than this its words cannot be read. */
const readable = 0.86;
/** The canvas goes no further away than this. */
export const zoomMin = 0.35;

/** The whole flow in the middle of the canvas; what does not fit readably begins at the left. */
export function viewOf(
  { width, height }: Pick<Layout, 'width' | 'height'>,
  inWidth: number,
  inHeight: number,
  zoomAtLeast: number = readable,
): Viewport {
  const fits = Math.min((inWidth - 2 * margin) / width, (inHeight - 2 * margin) / height, 1);
  const zoom = Math.max(fits, zoomAtLeast);
  return {
    zoom,
    x: Math.max(margin, (inWidth - width * zoom) / 2),
    // A little above the middle, as a picture hangs.
    y: Math.max(margin, (inHeight - height * zoom) * 0.42),
  };
}

/** The same view, moved just so far that a box is seen whole. */
export function withInSight(view: Viewport, box: Box, inWidth: number, inHeight: number): Viewport {
  const { x, y, zoom } = view;
  const shift = (start: number, length: number, room: number) =>
    start < margin ? margin - start : start + length > room - margin ? room - margin - start - length : 0;
  return {
    zoom,
    x: x + shift(x + box.x * zoom, box.width * zoom, inWidth),
    y: y + shift(y + box.y * zoom, box.height * zoom, inHeight),
  };
}
