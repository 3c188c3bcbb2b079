import { fromBase64Url } from '#shared/wire/bytes.ts';
import { macKey } from '#shared/wire/hmac.ts';
import type { MacKey } from '#shared/wire/hmac.ts';
import type { ComputerTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** What the wire needs to know of a registered computer. Keys are base64url but the tick key, which every tick needs ready for use. */
export interface KnownComputer {
  cmId: string;
  signingKey: string;
  sealingKey: string;
  tickKey: MacKey;
  registeredAt: number;
}

/** All registered computers in memory: every beat and every envelope asks for one. */
export interface Registry {
  bySigner(signingKey: string): KnownComputer | undefined;
  byId(cmId: string): KnownComputer | undefined;
  all(): Iterable<KnownComputer>;
  /** Told after the registration is committed. */
  set(computer: ComputerKeys): void;
}

type ComputerKeys = Pick<ComputerTable, 'cmId' | 'signingKey' | 'sealingKey' | 'tickKey' | 'registeredAt'>;

export const loadRegistry = async (store: Store): Promise<Registry> => {
  const ids = new Map<string, KnownComputer>();
  const signers = new Map<string, KnownComputer>();
  const set = ({ cmId, signingKey, sealingKey, tickKey, registeredAt }: ComputerKeys): void => {
    const computer = {
      cmId,
      signingKey,
      sealingKey,
      tickKey: macKey(fromBase64Url(tickKey)),
      registeredAt,
    };
    ids.set(cmId, computer);
    signers.set(signingKey, computer);
  };
  const rows = await store.db
    .selectFrom('computers')
    .select(['cmId', 'signingKey', 'sealingKey', 'tickKey', 'registeredAt'])
    .execute();
  for (const row of rows) set(row);
  return {
    bySigner: (signingKey) => signers.get(signingKey),
    byId: (cmId) => ids.get(cmId),
    all: () => ids.values(),
    set,
  };
};
