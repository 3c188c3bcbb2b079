import type { PortalCall } from '#shared/portal-api.ts';
import type { Audit, AuditLine } from '../../operators/audit.ts';
import type { Caller } from '../access.ts';
import type { Call } from '../routes.ts';

type SignedInCall = Pick<Call<PortalCall>, 'address' | 'request'> & { caller: Caller };

/** Notes in the audit what a caller has done. */
export type NoteAudit = (
  call: SignedInCall,
  line: Pick<AuditLine, 'action' | 'subject' | 'detail'>,
) => Promise<void>;

/** An audit that cannot be written does not undo what was done, and the caller must not do it again. */
export function auditOfCalls(audit: Audit): NoteAudit {
  return async ({ caller, address, request }, line) => {
    try {
      await audit.note({ ...line, operator: caller.operator.name, address });
    } catch (error) {
      request.log.error({ error, line }, 'the audit could not be written');
    }
  };
}
