import type { Policy } from '../domain/policy/policy.ts';
import type { AuditRefusal } from '../service/audit/refusalAudit.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';
import type { RoleGroups } from '../service/roleGroups/roleGroups.ts';

/** What every flow is given. */
export interface FlowContext {
  service: Provisioning;
  policy: Policy;
  /** Read before it is asked who somebody is. Left out: the policy names everybody. */
  roleGroups?: Pick<RoleGroups, 'refresh' | 'listTrouble' | 'memberOf'> | undefined;
  /** The time zone of a person of a chat that does not say it with each message. Left out: nobody's is known. */
  readTimeZone?: (userId: string) => Promise<string | undefined>;
  auditRefusal: AuditRefusal;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Throws while another instance goes by a newer policy file. Left out: there's no other instance. */
  checkPolicy?: () => Promise<void>;
  /** Whether the policy is an older file's, which stands in for a newer one. Left out: there's no other instance. */
  standsIn?: () => Promise<boolean>;
  /** Rollcall's, for `help`. */
  version?: string;
}
