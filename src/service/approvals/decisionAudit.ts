import { auditTask } from '../audit/auditAsked.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { RequestRecord } from '../ports/requests.ts';

const DECIDED = 'request.decided';

/** Writes the audit entry of each decision that has none yet, so that nothing is carried out without. */
export function createDecisionAudit({
  store,
}: Pick<ProvisioningOptions, 'store'>): (request: RequestRecord) => Promise<void> {
  return async ({ id, customer, decisions, asked }) => {
    for (const { by, platform, where, decision, version, hash, reason, at } of decisions) {
      const entry = {
        at,
        actor: by,
        platform,
        ...(where === undefined ? {} : { where }),
        what: DECIDED,
        outcome: 'done' as const,
        customer,
        subject: id,
        detail: { decision, version, hash, ...auditTask(asked), ...(reason === undefined ? {} : { reason }) },
      };
      await store.auditOnce(
        entry,
        ({ what, outcome, actor, detail }) =>
          what === DECIDED && outcome === 'done' && actor === by && detail?.version === version,
      );
    }
  };
}
