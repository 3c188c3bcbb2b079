import type { Computer, ComputerDetail } from '#shared/portal-data.ts';
import type { Clock } from '../clock.ts';
import { currentDocument } from '../documents/documents.ts';
import type { Waiting } from '../outbox/waiting.ts';
import { lastOnlineInfo, loadOf } from '../presence/online-info.ts';
import type { Presence } from '../presence/presence.ts';
import { lastInventory } from '../results/inventories.ts';
import type { Store } from '../store/store.ts';

/** The computers as the Portal shows them. */
export interface Computers {
  list(): Promise<Computer[]>;
  /** One computer with what is known of it; nothing when there is none. */
  detail(cmId: string): Promise<ComputerDetail | undefined>;
}

interface Options {
  store: Store;
  clock: Clock;
  presence: Pick<Presence, 'of'>;
  waiting: Pick<Waiting, 'count'>;
}

const computerRows = (store: Store) =>
  store.db
    .selectFrom('computers')
    .select([
      'computers.cmId',
      'computers.name',
      'computers.customer',
      'computers.platform',
      'computers.osName',
      'computers.agentVersion',
      'computers.registeredAt',
      'computers.appliedSettingsVersion',
    ])
    .select((eb) =>
      eb
        .selectFrom('documents')
        .whereRef('documents.cmId', '=', 'computers.cmId')
        .select((of) => of.fn.max('version').as('version'))
        .$asScalar()
        .$notNull()
        .as('settingsVersion'),
    );

export const createComputers = ({ store, clock, presence, waiting }: Options): Computers => {
  const asComputer = (
    row: Awaited<ReturnType<ReturnType<typeof computerRows>['executeTakeFirstOrThrow']>>,
  ): Computer => {
    const { state, evidence, lastContact, lastPath, lastAddress } = presence.of(row.cmId);
    return {
      ...row,
      presence: state,
      evidence,
      ...(lastContact !== undefined && { lastContact }),
      ...(lastPath !== undefined && { lastPath }),
      ...(lastAddress !== undefined && { lastAddress }),
      waitingCommands: waiting.count(row.cmId),
    };
  };

  return {
    async list() {
      const rows = await computerRows(store).orderBy('computers.cmId').execute();
      return rows.map(asComputer);
    },

    async detail(cmId) {
      const row = await computerRows(store).where('computers.cmId', '=', cmId).executeTakeFirst();
      const document = await currentDocument(store.db, cmId);
      if (row === undefined || document === undefined) return undefined;
      const [inventory, onlineInfo, load] = await Promise.all([
        lastInventory(store, cmId),
        lastOnlineInfo(store, cmId),
        loadOf(store, cmId, clock.now()),
      ]);
      return {
        computer: asComputer(row),
        document,
        load,
        ...(inventory && { inventory: inventory.inventory, inventoryReceivedAt: inventory.receivedAt }),
        ...(onlineInfo && { onlineInfo }),
      };
    },
  };
};
