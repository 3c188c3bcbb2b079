import type { FastifyInstance } from 'fastify';
import type { PortalEvent } from '#shared/portal-api.ts';
import { second } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Events } from '../events.ts';
import type { Sessions } from '../operators/sessions.ts';
import { requireCaller, sendRefusal } from './access.ts';
import type { FindCaller } from './access.ts';
import { refuse } from './refusal.ts';

/** Times in milliseconds, sizes in bytes. */
export const eventLimits = {
  /** A comment so often keeps proxies from closing the line, and shows a dead one. */
  heartbeat: 15 * second,
  /** Events of so long a time go out together, each once. */
  gather: 100,
  gathered: 1000,
  /** A page that lets more than this wait is let go; it connects again and asks for everything anew. */
  waitingBytes: 1024 * 1024,
  streamsPerSession: 16,
} as const;

/** One listening page. */
interface Stream {
  session: string;
  /** False when the page does not read any more. */
  write(text: string): boolean;
  end(): void;
}

export interface EventsOptions {
  clock: Clock;
  events: Events;
  sessions: Pick<Sessions, 'isAlive' | 'onEnded'>;
  findCaller: FindCaller;
}

/** `GET /api/events`: what changes, to every page that listens, until its session ends or the server stops. */
export function serveEvents(
  scope: FastifyInstance,
  { clock, events, sessions, findCaller }: EventsOptions,
): void {
  const streams = new Set<Stream>();

  const drop = (stream: Stream): void => {
    streams.delete(stream);
    stream.end();
  };
  const dropSession = (session: string): void => {
    for (const stream of streams) if (stream.session === session) drop(stream);
  };
  const send = (stream: Stream, text: string): void => {
    if (!stream.write(text)) drop(stream);
  };
  const gathering = gatherEvents((text) => {
    for (const stream of streams) send(stream, text);
  });
  const beat = async (): Promise<void> => {
    for (const stream of streams) {
      if (await sessions.isAlive(stream.session)) send(stream, ': here\n\n');
      else drop(stream);
    }
  };

  const stopBeating = clock.every(eventLimits.heartbeat, () => {
    beat().catch((error: unknown) => {
      scope.log.error(error, 'the sessions of listening pages could not be read');
    });
  });
  const stopListening = events.on((event) => {
    if (streams.size > 0) gathering.add(event);
  });
  const forgetSessions = sessions.onEnded(dropSession);

  scope.addHook('preClose', () => {
    stopBeating();
    stopListening();
    forgetSessions();
    gathering.stop();
    for (const stream of streams) drop(stream);
  });

  scope.get('/api/events', async (request, reply) => {
    const caller = await requireCaller(request, 'operator', findCaller);
    if (!caller.ok) return sendRefusal(reply, caller);
    const { session } = caller.value;
    const already = [...streams].filter((stream) => stream.session === session);
    if (already.length >= eventLimits.streamsPerSession) {
      return sendRefusal(reply, refuse('tooMany', 'Close some pages of the Portal: too many are open.'));
    }
    const headers = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    const { raw } = reply;
    const stream: Stream = {
      session,
      write: (text) => {
        raw.write(text);
        return raw.writableLength <= eventLimits.waitingBytes;
      },
      end: () => {
        // What waits for a page that does not read would keep the line open for ever.
        if (raw.writableLength > eventLimits.waitingBytes) raw.destroy();
        else raw.end();
      },
    };
    raw.on('close', () => streams.delete(stream));
    raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    // The page asks again at once when the line breaks; a little later is soon enough.
    raw.write('retry: 2000\n\n');
    streams.add(stream);
    return reply;
  });
}

/** Puts the events of a short time together, each once, in the form of the stream. */
function gatherEvents(flush: (text: string) => void): { add(event: PortalEvent): void; stop(): void } {
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const release = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = [...gathered].map((event) => `data: ${event}\n\n`).join('');
    gathered.clear();
    flush(text);
  };

  return {
    add(event) {
      gathered.add(JSON.stringify(event));
      if (gathered.size >= eventLimits.gathered) release();
      else timer ??= setTimeout(release, eventLimits.gather).unref();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
