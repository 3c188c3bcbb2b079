import { useEffect, useEffectEvent, useRef } from 'react';
import type { RefObject } from 'react';

interface DialogKeys {
  onEnter: () => void;
  onEscape: () => void;
  /** Ctrl+S, or Cmd+S on a Mac. */
  onApply: () => void;
}

/** Controls that do something of their own on Enter. */
const ownEnter = 'button, a, textarea, [role="grid"], [role="combobox"], [role="tab"]';

/** The keys of a classic dialog, for the element that the returned ref is given to and all in it. */
export function useDialogKeys({ onEnter, onEscape, onApply }: DialogKeys): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body;
    // What floats above the window has keys of its own.
    const inWindow = target === document.body || frame.current?.contains(target) === true;
    if (event.defaultPrevented || !inWindow) return;
    if (event.key === 's' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) onApply();
    else if (event.key === 'Escape') onEscape();
    else if (event.key === 'Enter' && !target.matches(ownEnter)) onEnter();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  return frame;
}
