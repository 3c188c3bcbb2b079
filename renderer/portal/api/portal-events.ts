import { portalEventSchema } from '#shared/portal-api.ts';
import type { PortalEvent } from '#shared/portal-api.ts';

/** What is asked of the browser's `EventSource`. */
export type EventStream = Pick<EventSource, 'readyState' | 'close' | 'addEventListener'>;

interface Listener {
  onEvent(event: PortalEvent): void;
  /** The stream is open; what happened before is unknown. */
  onOpen(): void;
  /** The stream broke; it is being opened again. */
  onBroken(): void;
}

const closed = 2;
const longestWaitMs = 30_000;

/**
 * Listens to the server's events until the returned function is called. The browser opens a dropped stream again by
 * itself, but gives up when the server answered with an error; then this does, ever more slowly.
 */
export function listenToPortal(open: () => EventStream, listener: Listener): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let stream: EventStream;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const onOpen = (): void => {
    attempts = 0;
    listener.onOpen();
  };
  const onMessage = ({ data }: MessageEvent): void => {
    const event = readEvent(data);
    if (event) listener.onEvent(event);
  };
  const onError = (): void => {
    if (stream.readyState === closed) {
      timer = setTimeout(connect, Math.random() * Math.min(longestWaitMs, 1000 * 2 ** attempts));
      attempts += 1;
    }
    listener.onBroken();
  };
  const connect = (): void => {
    stream = open();
    stream.addEventListener('open', onOpen, { signal });
    stream.addEventListener('message', onMessage, { signal });
    stream.addEventListener('error', onError, { signal });
  };

  connect();
  return () => {
    clearTimeout(timer);
    ended.abort();
    stream.close();
  };
}

function readEvent(data: unknown): PortalEvent | undefined {
  try {
    return portalEventSchema.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}
