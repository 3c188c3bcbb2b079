import path from 'node:path';
import { defaultSchedule } from '#shared/schedule/schedule.ts';
import type { AgentApi, SettingsView } from '#shared/ipc.ts';
import type { ProbeReport, ProbeStep } from '#shared/probe.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { AgentStatus, Problem } from '#shared/status.ts';
import { fromBase64Url } from '#shared/wire/bytes.ts';
import { createAgentApi } from './agent-api.ts';
import { agentStatus } from './agent-status.ts';
import { createAnnouncer } from './announcer.ts';
import { createObey } from './commands/obey.ts';
import { ConsoleServer } from './console/server.ts';
import { SettingsDocuments } from './documents/settings-document.ts';
import type { AgentHost } from './host.ts';
import { createInbox } from './inbox/inbox.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { createOutbox } from './outbox/outbox.ts';
import { Contact } from './presence/contact.ts';
import { Enrolment } from './presence/enrolment.ts';
import { settleEpoch } from './presence/epoch.ts';
import { openIdentityFile } from './presence/identity-file.ts';
import type { RegistrationRecord } from './presence/identity-file.ts';
import { identityOf } from './presence/identity.ts';
import type { Identity } from './presence/identity.ts';
import { OnlineReporter } from './presence/online.ts';
import { fetchEnvelope, receiptEnvelope } from './presence/small-envelopes.ts';
import { stateDigest } from './presence/state-digest.ts';
import { Ticker } from './presence/ticker.ts';
import { AgentSettings } from './settings.ts';
import { openStore } from './store/store.ts';
import { createSupervisor } from './supervisor.ts';
import { createInventory } from './tasks/inventory.ts';
import { createTasks } from './tasks/tasks.ts';
import { createHttpTransport } from './transports/http.ts';
import { TransportError } from './transports/transport.ts';
import type { Deliver } from './transports/transport.ts';

/** The agent as its host and its doors (window, command line) see it. */
export interface Agent {
  /** Resolves when the outbox is ready; contact with the server is made afterwards. Throws one sentence when it cannot run here. */
  start(): Promise<void>;
  /** Tells the server that it goes, finishes what is being written, and lets go of everything. Nothing calls back afterwards. */
  stop(): Promise<void>;
  status(): AgentStatus;
  onStatus(listener: (status: AgentStatus) => void): () => void;
  /** The outbox or the command archive changed. */
  onMessages(listener: () => void): () => void;
  onSettings(listener: (view: SettingsView) => void): () => void;
  /** A step of a running connection test is known. */
  onProbeStep(listener: (step: ProbeStep) => void): () => void;
  api: AgentApi;
}

/** While an operator works with the computer it ticks this often, for so long after each command, milliseconds. */
const attentiveIntervalMs = 2000;
const attentiveForMs = 60_000;

/** The name of the one path there is, as people and receipts see it. */
const httpPath = 'HTTP';

const reasonOf = (error: unknown): string => {
  if (error instanceof TransportError) return `${error.message}. ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
};

/**
 * Puts the agent together on its host: every room is made here, in the order of the road, by a plain call.
 * @throws one sentence when the data folder cannot be used
 */
export const createAgent = (host: AgentHost): Agent => {
  const { clock, random, log } = host;
  const startedAt = clock.now();
  const stopping = new AbortController();
  const announcer = createAnnouncer();
  const { status: tellStatus, messages: tellMessages } = announcer;
  let phase: AgentStatus['phase'] = 'starting';
  let attentiveUntil = 0;
  const beAttentive = (): void => {
    attentiveUntil = clock.monotonic() + attentiveForMs;
    ticker.now();
  };

  // What survives: identity, store, settings.
  const identityFile = openIdentityFile(host.dataFolder);
  const store = openStore(path.join(host.dataFolder, 'agent.db'), log, clock);
  const settings = new AgentSettings({ store: host.settings, secrets: host.secrets, log });
  const contact = new Contact(clock, tellStatus);
  const trustedNow = (): number => contact.trustedNow();
  const repaired: Problem[] = [identityFile.recovered, store.recovered, ...settings.recovered].flatMap((message) =>
    message === undefined ? [] : [{ code: 'repaired', message, remedy: '' }],
  );

  let identity: Identity | undefined;
  const readIdentity = (): void => {
    const own = identityOf(identityFile.read());
    identity = own && {
      ...own,
      open: async (bytes) => {
        const opened = await own.open(bytes);
        contact.made();
        return opened;
      },
    };
  };

  // The way to the server.
  const transportWith = (current: () => Settings, password?: string | null, addresses?: () => string[]) =>
    createHttpTransport({
      clock,
      log,
      settings: () => current().http,
      ...(addresses === undefined ? {} : { addresses }),
      proxyPassword: async () => (password === undefined ? await host.secrets.get('http.proxyPassword') : (password ?? undefined)),
      systemProxy: host.systemProxy,
      fetchEnvelope: async () => identity && fetchEnvelope(identity, clock.now()),
      rootKeyHash: () => identityFile.read().registration?.rootKeyHash,
    });
  const http = transportWith(() => settings.current);
  const probe = async (draft: Settings, password?: string | null): Promise<ProbeReport> => {
    const transport = transportWith(() => draft, password);
    try {
      return await transport.probe(stopping.signal, announcer.probeStep);
    } finally {
      transport.close();
    }
  };

  // The outgoing road: tasks → outbox → dispatcher → transport.
  const outbox = createOutbox({
    store,
    clock,
    log,
    settings: () => settings.current.outgoing,
    onChange: () => {
      dispatcher.wake();
      tellMessages();
      tellStatus();
    },
    whyWaiting: () => dispatcher.whyWaiting(),
  });
  const dispatcher = createDispatcher({
    queue: outbox.queue,
    paths: () => (settings.current.outgoing.sending === 'http' ? [{ name: httpPath, transport: http }] : []),
    identity: () => identity,
    deliver: (envelope, by) => inbox.deliver(envelope, by),
    held: () => (phase === 'paused' ? 'C-Monitor is paused.' : undefined),
    onChange: tellStatus,
    clock,
    random,
    log,
  });
  const inventory = createInventory({ clock });
  const tasks = createTasks({
    store,
    outbox,
    clock,
    log,
    schedule: () => defaultSchedule,
    registration: () => {
      const { registration } = identityFile.read();
      return registration && phase !== 'paused' ? `${registration.cmId} ${registration.registeredAt}` : undefined;
    },
    inventory,
    onChange: tellStatus,
  });

  // The incoming road: transport → inbox → commands.
  const documents = new SettingsDocuments({ store, settings, probe });
  const forbidden = () => settings.current.security.forbiddenCommands;
  const inbox = createInbox({
    store,
    outbox,
    clock,
    identity: () => identity,
    trustedNow,
    forbidden,
    log,
    onAccepted: () => {
      commands.wake();
      beAttentive();
      tellMessages();
    },
    sendReceipt: (ids) => {
      if (identity === undefined) return;
      // A lost receipt costs nothing: the server offers the command again, and it is acknowledged again.
      receiptEnvelope(identity, ids, clock.now())
        .then((envelope) => http.send(envelope, stopping.signal))
        .catch((error: unknown) => log.debug('a receipt did not get through', { error: String(error) }));
    },
  });
  const deliver: Deliver = (envelope) => inbox.deliver(envelope, httpPath);
  const commands = createObey({
    store,
    outbox,
    clock,
    trustedNow,
    log,
    forbidden,
    services: {
      runTask: tasks.run,
      runKind: tasks.runKind,
      applyDocument: (document) => documents.apply(document),
      status: () => status(),
      showMessage: host.showMessage,
      processes: inventory.processes,
      partitions: inventory.partitions,
      restart: host.restart,
    },
    onChange: () => {
      tellStatus();
      tellMessages();
    },
  });
  const receiver = createSupervisor({
    name: `Fetching commands by ${httpPath}`,
    run: (signal) => http.run(deliver, signal),
    clock,
    random,
    log,
  });

  // Presence.
  const noContact = (error: unknown): void => contact.lost(reasonOf(error));
  const ticker = new Ticker({
    clock,
    random,
    store,
    sender: () => {
      const { registration, epoch } = identityFile.read();
      return registration && { cmId: registration.cmId, epoch, tickKey: fromBase64Url(registration.tickKey) };
    },
    carry: (tick, signal) => http.tick(tick, signal),
    digest: () => stateDigest(status()),
    intervalMs: () => (clock.monotonic() < attentiveUntil ? attentiveIntervalMs : settings.current.http.shortIntervalS * 1000),
    onAnswer: (answer) => {
      const wasLost = contact.state !== 'ok';
      contact.answered(answer);
      if (answer.commandsWaiting) http.wake();
      if (answer.onlineInfoWanted) online.now();
      if (wasLost) void dispatcher.hurry();
    },
    onFailure: noContact,
  });
  const online = new OnlineReporter({
    clock,
    random,
    identity: () => identity,
    status: () => status(),
    agentStartedAt: startedAt,
    intervalMs: () => settings.current.http.longIntervalS * 1000,
    send: (envelope, signal) => http.send(envelope, signal),
    deliver: deliver,
    onFailure: (error) => log.debug('online info did not get through', { error: String(error) }),
  });
  const enrolment = new Enrolment({
    host,
    identityFile,
    wireTo: (server) => transportWith(() => settings.current, undefined, () => [server]),
    takeOver: async (registration, document) => {
      await settings.change({ set: { http: connectionOf(registration) }, unset: [], secrets: {} });
      await documents.apply(document);
    },
    onRegistered: () => {
      readIdentity();
      lookNow();
      beAttentive();
      http.wake();
      online.now();
    },
    onChange: tellStatus,
  });

  const lookNow = (): void => {
    ticker.now();
    tasks.look();
    receiver.hurry();
    void dispatcher.hurry();
  };

  const status = (): AgentStatus =>
    agentStatus({
      now: clock.now(),
      version: host.version,
      phase,
      computerName: host.computerName,
      cmId: identity?.cmId,
      enrolment,
      contact,
      document: documents.current,
      settings: settings.current,
      paths: dispatcher.pathStatus(),
      outbox: outbox.counts(),
      tasks: tasks.status(),
      runningCommands: commands.running(),
      problems: [...repaired, ...outbox.problems()],
    });
  announcer.statusFrom(status);

  const pause = (on: boolean): void => {
    phase = on ? 'paused' : 'running';
    lookNow();
    tellStatus();
  };
  const api = createAgentApi({ host, settings, outbox, dispatcher, tasks, enrolment, probe, pause, lookNow, status });
  const consoleServer = new ConsoleServer(host.dataFolder, api, log);

  settings.onApply((from, to) => {
    announcer.settings(settings.view());
    void outbox.settingsChanged();
    if (JSON.stringify(from.http) !== JSON.stringify(to.http)) lookNow();
    tellStatus();
  });
  const stopListening = host.onPower((event) => {
    if (event === 'suspend') void ticker.goingDown();
    else lookNow();
  });

  let background: Promise<unknown> = Promise.resolve();
  return {
    start: async () => {
      await consoleServer.start();
      await settleEpoch(store, identityFile, clock.now());
      readIdentity();
      await inbox.start();
      outbox.start();
      phase = 'running';
      await tasks.start();
      await commands.start();
      dispatcher.start();
      receiver.start();
      const { signal } = stopping;
      background = Promise.all([enrolment.run(signal), ticker.run(signal), online.run(signal)]);
      log.info('started', { version: host.version });
      tellStatus();
    },
    stop: async () => {
      phase = 'stopping';
      stopListening();
      announcer.stop();
      await ticker.goingDown();
      stopping.abort(new Error('The agent is stopping.'));
      inbox.stop();
      await Promise.all([consoleServer.stop(), receiver.stop(), tasks.stop(), commands.stop(), background]);
      await dispatcher.stop();
      await outbox.stop();
      http.close();
      await store.close();
    },
    status,
    onStatus: announcer.onStatus,
    onMessages: announcer.onMessages,
    onSettings: announcer.onSettings,
    onProbeStep: announcer.onProbeStep,
    api,
  };
};

/** The connection settings that a token's address means. */
const connectionOf = ({ server }: RegistrationRecord): Partial<Settings['http']> => {
  const { hostname, port, protocol } = new URL(server);
  const encryption = protocol === 'https:' ? 'tls' : 'none';
  return { server: hostname, encryption, port: Number(port || (encryption === 'tls' ? 443 : 80)) };
};
