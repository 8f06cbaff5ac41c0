import type { ProvisioningOptions } from '../context.ts';
import type { RequestRecord } from '../ports/requests.ts';

const DECIDED = 'request.decided';

/** Writes the audit entry of each decision that has none yet, so that nothing is carried out without. */
export function createDecisionAudit({
  store,
}: Pick<ProvisioningOptions, 'store'>): (request: RequestRecord) => Promise<void> {
  return async ({ id, customer, decisions }) => {
    const entries = await store.readAudit({ subject: id, limit: Number.MAX_SAFE_INTEGER });
    for (const { by, platform, where, decision, version, hash, reason, at } of decisions) {
      const isThere = entries.some(
        (entry) =>
          entry.what === DECIDED &&
          entry.outcome === 'done' &&
          entry.actor === by &&
          entry.detail?.version === version,
      );
      if (isThere) continue;
      await store.audit({
        at,
        actor: by,
        platform,
        ...(where === undefined ? {} : { where }),
        what: DECIDED,
        outcome: 'done',
        customer,
        subject: id,
        detail: { decision, version, hash, ...(reason === undefined ? {} : { reason }) },
      });
    }
  };
}
