import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

// Below this, drawing all rows is cheaper than watching the scroll bar.
const drawAllUpTo = 150;
const spareRows = 12;

interface VisibleRows {
  first: number;
  /** One past the last. */
  end: number;
}

/** Which rows of a scrolling list need to be drawn, a few spare ones included. All rows have the same height. */
export function useVisibleRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): VisibleRows {
  const [view, setView] = useState({ top: 0, height: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resize = new ResizeObserver(look);
    resize.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resize.disconnect();
    };
  }, [scroller]);
  if (count <= drawAllUpTo) return { first: 0, end: count };
  const first = Math.max(0, Math.min(count, Math.floor(view.top / rowHeight)) - spareRows);
  const end = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + spareRows);
  return { first, end };
}
