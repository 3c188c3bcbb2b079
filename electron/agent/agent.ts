import path from 'node:path';
import { defaultSchedule } from '#shared/schedule/schedule.ts';
import type { AgentApi, SettingsView } from '#shared/ipc.ts';
import type { ProbeStep } from '#shared/probe.ts';
import type { AgentStatus, Problem } from '#shared/status.ts';
import { createAgentApi } from './agent-api.ts';
import { agentStatus } from './agent-status.ts';
import { createAnnouncer } from './announcer.ts';
import { createObey } from './commands/obey.ts';
import { ConsoleServer } from './console/server.ts';
import { connectionTo, sameConnection } from './documents/connection.ts';
import { SettingsDocuments } from './documents/settings-document.ts';
import type { AgentHost } from './host.ts';
import { createHttpWays } from './http-ways.ts';
import { createInbox } from './inbox/inbox.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { createOutbox } from './outbox/outbox.ts';
import { openIdentityFile } from './presence/identity-file.ts';
import { createPresence } from './presence/presence.ts';
import { receiptEnvelope } from './presence/small-envelopes.ts';
import { AgentSettings } from './settings.ts';
import { openStore } from './store/store.ts';
import { createSupervisor } from './supervisor.ts';
import { createInventory } from './tasks/inventory.ts';
import { createTasks } from './tasks/tasks.ts';
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

/** The name of the one path there is, as people and receipts see it. */
const httpPath = 'HTTP';

/**
 * Puts the agent together on its host: every room is made here, in the order of the road, by a plain call.
 * @throws one sentence when the data folder cannot be used
 */
export const createAgent = (host: AgentHost): Agent => {
  const { clock, random, log } = host;
  const stopping = new AbortController();
  const announcer = createAnnouncer();
  const { status: tellStatus, messages: tellMessages } = announcer;
  let phase: AgentStatus['phase'] = 'starting';

  // What survives: identity, store, settings.
  const identityFile = openIdentityFile(host.dataFolder);
  const store = openStore(path.join(host.dataFolder, 'agent.db'), log, clock);
  const settings = new AgentSettings({ store: host.settings, secrets: host.secrets, log });
  const repaired: Problem[] = [identityFile.recovered, store.recovered, ...settings.recovered].flatMap(
    (message) => (message === undefined ? [] : [{ code: 'repaired', message, remedy: '' }]),
  );

  const identity = () => presence.identity();
  const trustedNow = (): number => presence.contact.trustedNow();

  const ways = createHttpWays({
    host,
    settings: () => settings.current,
    identity,
    identityFile,
    trustedNow,
    stopping: stopping.signal,
  });
  const { inUse: http, probe } = ways;

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
    identity,
    deliver: (envelope, by) => inbox.deliver(envelope, by),
    held: () => (phase === 'paused' ? 'C-Monitor is paused.' : undefined),
    onChange: tellStatus,
    clock,
    random,
    log,
  });
  const inventory = createInventory({ clock, startHelper: host.startHelper });
  const tasks = createTasks({
    store,
    outbox,
    clock,
    log,
    schedule: () => defaultSchedule,
    registration: () => {
      const { registration } = identityFile.read();
      return registration && phase !== 'paused'
        ? `${registration.cmId} ${registration.registeredAt}`
        : undefined;
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
    identity,
    trustedNow,
    forbidden,
    log,
    onAccepted: () => {
      commands.wake();
      presence.beAttentive();
      tellMessages();
    },
    sendReceipt: (ids) => {
      const own = identity();
      if (own === undefined) return;
      // A lost receipt costs nothing: the server offers the command again, and it is acknowledged again.
      receiptEnvelope(own, ids, trustedNow())
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

  const lookNow = (): void => {
    presence.now();
    wayOpen();
  };
  const wayOpen = (): void => {
    tasks.look();
    receiver.hurry();
    void dispatcher.hurry();
  };
  const presence = createPresence({
    host,
    store,
    identityFile,
    settings: () => settings.current.http,
    status: () => status(),
    carrier: http,
    deliver,
    wireTo: ways.to,
    takeOver: async (registration, document) => {
      const saved = await settings.change({
        set: { http: connectionTo(registration.server) },
        unset: [],
        secrets: {},
      });
      if (saved.outcome === 'refused') throw new Error(Object.values(saved.errors).join(' '));
      await documents.adopt(document);
    },
    onWayOpen: wayOpen,
    onChange: tellStatus,
  });

  const heart = createSupervisor({
    name: 'Presence',
    run: (signal) => presence.run(signal),
    clock,
    random,
    log,
  });

  const status = (): AgentStatus =>
    agentStatus({
      now: clock.now(),
      version: host.version,
      phase,
      computerName: host.computerName,
      cmId: identity()?.cmId,
      enrolment: presence.enrolment,
      contact: presence.contact,
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
  const api = createAgentApi({
    host,
    settings,
    outbox,
    dispatcher,
    tasks,
    enrolment: presence.enrolment,
    probe: (draft, password) => probe(draft, password, announcer.probeStep),
    pause,
    lookNow,
    status,
  });
  const consoleServer = new ConsoleServer(host.dataFolder, api, log);

  settings.onApply((from, to) => {
    announcer.settings(settings.view());
    void outbox.settingsChanged();
    if (!sameConnection(from.http, to.http)) lookNow();
    tellStatus();
  });
  const stopListening = host.onPower((event) => {
    if (event === 'suspend') void presence.goingDown();
    else lookNow();
  });

  return {
    start: async () => {
      await consoleServer.start();
      await presence.open();
      await inbox.start();
      outbox.start();
      phase = 'running';
      await tasks.start();
      await commands.start();
      dispatcher.start();
      receiver.start();
      heart.start();
      log.info('started', { version: host.version });
      tellStatus();
    },
    stop: async () => {
      phase = 'stopping';
      stopListening();
      announcer.stop();
      await presence.goingDown();
      stopping.abort(new Error('The agent is stopping.'));
      inbox.stop();
      await Promise.all([consoleServer.stop(), receiver.stop(), tasks.stop(), commands.stop(), heart.stop()]);
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
