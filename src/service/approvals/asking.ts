import { createHash } from 'node:crypto';
import { findApproval, type NeededApproval } from '../../domain/approvalRules.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Facts } from '../facts/facts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { AskedJob, RequestRecord } from '../ports/requests.ts';

/** Names the approval a request needs; undefined for none. Throws NO_APPROVER. */
export type FindNeeded = (request: AcceptRequest) => Promise<NeededApproval | undefined>;

export function createFindNeeded(policy: Policy, facts: Facts): FindNeeded {
  return async ({ actor, people, task }) => {
    // A new password for somebody who exists uses no license and creates nobody.
    if (policy.approvals.length === 0 || task === 'reset') return undefined;
    const { licenses } = await facts.read(actor.customer);
    const skuIds = [...new Set(people.flatMap((each) => each.licenses))];
    return findApproval(policy, {
      customer: actor.customer,
      requester: actor.id,
      people: people.length,
      licenses: skuIds.map((skuId) => {
        const known = licenses.find((license) => license.skuId === skuId);
        return known === undefined ? { skuId } : { skuId, skuPartNumber: known.skuPartNumber };
      }),
    });
  };
}

/** What is asked for, to be stored. */
export function askedOf(request: AcceptRequest): AskedJob {
  const { requestId, requestVersion, kind, task, people, leftOut = [], settings, fileName, reason } = request;
  return {
    draftId: requestId,
    draftVersion: requestVersion,
    kind,
    ...(task === undefined ? {} : { task }),
    people,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    settings,
    ...(fileName === undefined ? {} : { fileName }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/** The same for the same draft and version, so that asking twice finds the request. URL-safe, 192 bits. */
export function requestIdFor(draftId: string, version: number): string {
  return `req_${digest(['request', draftId, version]).slice(0, 32)}`;
}

/** Ties a decision to exactly these rows and settings, for this customer, in this version. */
export function hashOf({
  id,
  version,
  customer,
  requestedBy,
  asked,
}: Pick<RequestRecord, 'id' | 'version' | 'customer' | 'requestedBy' | 'asked'>): string {
  return digest([id, version, customer, requestedBy.actorId, asked]);
}
