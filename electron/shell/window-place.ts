import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileDurably } from '#agent/store/durable-file.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const placeSchema = z.strictObject({
  bounds: z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  maximized: z.boolean(),
});
/** Where a window was, in the desktop's own pixels. */
export type WindowPlace = z.infer<typeof placeSchema>;

const placesSchema = z.record(z.string(), placeSchema);

/** The least part of a window that must be on a screen, so that its title bar can be caught. */
const leastSeen = 80;

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

/** True when a window at these bounds can be seen and moved on one of the screens. */
export const isOnScreen = (bounds: Rectangle, screens: readonly Rectangle[]): boolean =>
  screens.some(
    (screen) =>
      overlap(bounds.x, bounds.width, screen.x, screen.width) >= Math.min(leastSeen, bounds.width) &&
      bounds.y >= screen.y &&
      bounds.y + leastSeen <= screen.y + screen.height,
  );

/** Remembers where windows were, in a file. A file that cannot be read or written only means that nothing is remembered. */
export const openWindowPlaces = (
  file: string,
): { of(window: string): WindowPlace | undefined; keep(window: string, place: WindowPlace): void } => {
  const read = (): Record<string, WindowPlace> => {
    try {
      return placesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    of: (window) => read()[window],
    keep: (window, place) => {
      try {
        writeFileDurably(file, JSON.stringify({ ...read(), [window]: place }));
      } catch {
        // The window opens in the middle of the screen the next time.
      }
    },
  };
};
