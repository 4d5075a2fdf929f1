import { useEffect, useEffectEvent, useState, type RefObject } from 'react';

/** What the sample's fields are dragged as. */
export const dragged = 'application/x-weir-place';

/** Lets an element take a field of the sample that is dropped on it; true while one is above it. */
export function useDrop(element: RefObject<HTMLElement | null>, onDrop: (place: number) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent((event: DragEvent) => {
    const place = event.dataTransfer?.getData(dragged) ?? '';
    setIsOver(false);
    if (place !== '') {
      event.preventDefault();
      event.stopPropagation();
      onDrop(Number(place));
    }
  });

  useEffect(() => {
    const node = element.current;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes(dragged) === true) {
        event.preventDefault();
        event.stopPropagation();
        setIsOver(true);
      }
    };
    const leave = () => {
      setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      take(event);
    };
    // Before the text field under it, which would put the dragged text where the pointer is.
    node?.addEventListener('dragover', over, true);
    node?.addEventListener('dragleave', leave, true);
    node?.addEventListener('drop', drop, true);
    return () => {
      node?.removeEventListener('dragover', over, true);
      node?.removeEventListener('dragleave', leave, true);
      node?.removeEventListener('drop', drop, true);
    };
  }, [element]);

  return isOver;
}
