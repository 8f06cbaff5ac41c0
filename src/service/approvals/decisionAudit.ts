import { auditTask } from '../audit/auditAsked.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { DecisionRecord, RequestRecord } from '../ports/requests.ts';

const DECIDED = 'request.decided';

/** The audit entries of some of a request's decisions. */
export function listDecided(
  { id, customer, decisions, asked }: RequestRecord,
  which: (decision: DecisionRecord) => boolean,
): (AuditEntry & { subject: string })[] {
  return decisions.filter(which).map(({ by, platform, where, decision, version, hash, reason, at }) => ({
    at,
    actor: by,
    platform,
    ...(where === undefined ? {} : { where }),
    what: DECIDED,
    outcome: 'done',
    customer,
    subject: id,
    detail: { decision, version, hash, ...auditTask(asked), ...(reason === undefined ? {} : { reason }) },
  }));
}

/**
 * Writes the audit entry of each decision that has none yet, so that nothing is carried out without: of those that the
 * code of before kept first and audited then.
 */
export function createDecisionAudit({
  store,
}: Pick<ProvisioningOptions, 'store'>): (request: RequestRecord) => Promise<void> {
  return async (request) => {
    for (const entry of listDecided(request, () => true)) {
      await store.auditOnce(
        entry,
        ({ what, outcome, actor, detail }) =>
          what === DECIDED &&
          outcome === 'done' &&
          actor === entry.actor &&
          detail?.version === entry.detail?.version,
      );
    }
  };
}
