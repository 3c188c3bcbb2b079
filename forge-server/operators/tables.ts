import type { Operator } from '#shared/portal-data.ts';

/** Who may use the Portal. Names are kept folded (`foldName`). */
interface OperatorTable {
  name: string;
  role: Operator['role'];
  passwordHash: string;
  createdAt: number;
}

/** Who is signed in. `id` is the SHA-256 of the secret that the browser holds. */
interface SessionTable {
  id: string;
  operator: string;
  createdAt: number;
  usedAt: number;
}

/** Browsers that have signed in before. `id` is the SHA-256 of the secret that the browser holds. */
interface DeviceTable {
  id: string;
  operator: string;
  usedAt: number;
}

/** Failed sign-ins, counted a bucket such as `name:anna` or `address:192.0.2.7`. */
interface SignInFailureTable {
  bucket: string;
  count: number;
  lastAt: number;
}

/** What the audit tells of. */
export type AuditAction =
  | 'signedIn'
  | 'signInFailed'
  | 'signedOut'
  | 'passwordChanged'
  | 'commandSent'
  | 'commandCancelled'
  | 'settingsSaved'
  | 'customerAdded'
  | 'tokenMade'
  | 'tokenWithdrawn';

/** Who did what and when. Only ever added to. */
interface AuditTable {
  id: string;
  at: number;
  operator: string | null;
  action: AuditAction;
  /** What it was done to, such as a CM-ID. */
  subject: string | null;
  address: string | null;
  detail: string | null;
}

/** The tables of this room, added to the store's own by `withTables`. */
export interface OperatorTables {
  operators: OperatorTable;
  sessions: SessionTable;
  devices: DeviceTable;
  signInFailures: SignInFailureTable;
  audit: AuditTable;
}
