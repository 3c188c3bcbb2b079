// The part of a Linux desktop that shows tray icons and notifications, played on a message bus.
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import dbus from 'dbus-next';

const { Message, MessageType, Variant } = dbus;
const { Interface } = dbus.interface;

/** One line of a tray menu as the desktop reads it. */
export interface MenuLine {
  id: number;
  label: string;
  enabled: boolean;
}

export interface ShownNotification {
  summary: string;
  body: string;
}

/** A tray icon that a program has registered, as its desktop sees it. */
export interface TrayItem {
  tooltip(): Promise<string>;
  /** Width in pixels, and the share of clearly yellow and clearly blue pixels, 0 to 1. */
  icon(): Promise<{ width: number; yellow: number; blue: number }>;
  menu(): Promise<MenuLine[]>;
  /** Reads the menu until it is as wanted, each time that the program says that it changed. */
  menuWhen(isWanted: (lines: string[]) => boolean): Promise<string[]>;
  click(label: string): Promise<void>;
  /** The click on the icon itself. */
  activate(): Promise<void>;
}

export interface TrayHost {
  /** How many icons were ever registered. */
  registered(): number;
  /** The first icon that is registered. */
  item(): Promise<TrayItem>;
  notifications: ShownNotification[];
  /** Resolves with the next notification. */
  nextNotification(): Promise<ShownNotification>;
  stop(): void;
}

class Watcher extends Interface {
  readonly items: string[] = [];
  readonly heard = new EventEmitter();
  constructor() {
    super('org.kde.StatusNotifierWatcher');
  }
  RegisterStatusNotifierItem(service: string): void {
    this.items.push(service);
    this.heard.emit('item', service);
  }
  RegisterStatusNotifierHost(): void {}
  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
}
Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
});

class Notifications extends Interface {
  readonly shown: ShownNotification[] = [];
  readonly heard = new EventEmitter();
  constructor() {
    super('org.freedesktop.Notifications');
  }
  GetCapabilities(): string[] {
    return ['actions', 'body', 'body-markup'];
  }
  Notify(_app: string, _replaces: number, _icon: string, summary: string, body: string): number {
    const notification = { summary, body };
    this.shown.push(notification);
    this.heard.emit('notification', notification);
    return this.shown.length;
  }
  CloseNotification(): void {}
  GetServerInformation(): string[] {
    return ['tray host', 'test', '1', '1.2'];
  }
}
Notifications.configureMembers({
  methods: {
    GetCapabilities: { outSignature: 'as' },
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetServerInformation: { outSignature: 'ssss' },
  },
});

type Properties = Record<string, dbus.Variant>;
type Layout = [id: number, properties: Properties, children: dbus.Variant<Layout>[]];

const flatten = ([id, properties, children]: Layout): MenuLine[] => {
  const own = properties['label'] ? [lineOf(id, properties)] : [];
  return [...own, ...children.flatMap((child) => flatten(child.value))];
};
const lineOf = (id: number, properties: Properties): MenuLine => ({
  id,
  // An underscore marks a letter key in this protocol and is written twice where it is meant.
  label: String(properties['label']?.value).replaceAll('__', '_'),
  enabled: properties['enabled']?.value !== false,
});

const colours = (argb: Buffer): { yellow: number; blue: number } => {
  let [seen, yellow, blue] = [0, 0, 0];
  for (let at = 0; at < argb.length; at += 4) {
    const [alpha = 0, red = 0, green = 0, blueness = 0] = argb.subarray(at, at + 4);
    if (alpha < 128) continue;
    seen += 1;
    if (red > 180 && green > 150 && blueness < 100) yellow += 1;
    if (blueness > 150 && red < 100) blue += 1;
  }
  return { yellow: yellow / seen, blue: blue / seen };
};

const itemOn = async (bus: dbus.MessageBus, service: string): Promise<TrayItem> => {
  const itemPath = service.startsWith('/') ? service : '/StatusNotifierItem';
  const itemInterface = 'org.kde.StatusNotifierItem';
  const menuInterface = 'com.canonical.dbusmenu';
  const call = async (path: string, iface: string, member: string, signature: string, ...body: unknown[]) => {
    const message = new Message({ destination: service, path, interface: iface, member, signature, body });
    return ((await bus.call(message))?.body ?? []) as unknown[];
  };
  const property = async (name: string): Promise<unknown> => {
    const [found] = await call(itemPath, 'org.freedesktop.DBus.Properties', 'Get', 'ss', itemInterface, name);
    return (found as dbus.Variant).value;
  };

  const changes = new EventEmitter();
  bus.on('message', ({ type, sender, member }) => {
    if (type === MessageType.SIGNAL && sender === service) changes.emit('change', member);
  });
  await bus.call(
    new Message({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'AddMatch',
      signature: 's',
      body: [`type='signal',sender='${service}'`],
    }),
  );
  const menuPath = (await property('Menu')) as string;

  const menu = async (): Promise<MenuLine[]> => {
    const [, layout] = await call(menuPath, menuInterface, 'GetLayout', 'iias', 0, -1, []);
    return flatten(layout as Layout);
  };
  const menuWhen = async (isWanted: (lines: string[]) => boolean): Promise<string[]> => {
    for (;;) {
      const changed = once(changes, 'change');
      const lines = (await menu()).map(({ label }) => label);
      if (isWanted(lines)) return lines;
      await changed;
    }
  };
  return {
    menu,
    menuWhen,
    tooltip: async () => {
      const [, , title, text] = (await property('ToolTip')) as string[];
      return title || (text ?? '');
    },
    icon: async () => {
      const pixmaps = (await property('IconPixmap')) as [number, number, Buffer][];
      const [width = 0, , argb = Buffer.alloc(0)] = pixmaps[0] ?? [];
      return { width, ...colours(argb) };
    },
    click: async (label) => {
      const lines = await menu();
      const line = lines.find((candidate) => candidate.label === label);
      if (!line?.enabled) throw new Error(`no line "${label}" to click in ${JSON.stringify(lines)}`);
      await call(menuPath, menuInterface, 'Event', 'isvu', line.id, 'clicked', new Variant('i', 0), 0);
    },
    activate: async () => {
      await call(itemPath, itemInterface, 'Activate', 'ii', 0, 0);
    },
  };
};

/** Plays the desktop on this bus. From then on programs can show tray icons and notifications there. */
export const startTrayHost = async (busAddress: string): Promise<TrayHost> => {
  const bus = dbus.sessionBus({ busAddress });
  await once(bus, 'connect');
  const watcher = new Watcher();
  const notifications = new Notifications();
  bus.export('/StatusNotifierWatcher', watcher);
  bus.export('/org/freedesktop/Notifications', notifications);
  await bus.requestName('org.freedesktop.Notifications', 0);
  await bus.requestName('org.kde.StatusNotifierWatcher', 0);
  return {
    registered: () => watcher.items.length,
    item: async () => {
      const [service] =
        watcher.items.length > 0 ? watcher.items : ((await once(watcher.heard, 'item')) as string[]);
      return itemOn(bus, service ?? '');
    },
    notifications: notifications.shown,
    nextNotification: async () => {
      const [notification] = (await once(notifications.heard, 'notification')) as [ShownNotification];
      return notification;
    },
    stop: () => {
      bus.disconnect();
    },
  };
};
