import { createHash } from 'node:crypto';
import { groupsJoined } from '../../domain/acts.ts';
import {
  type AskedFor,
  approversOf,
  fallbackOf,
  findApproval,
  findRule,
  type NeededApproval,
} from '../../domain/approvalRules.ts';
import { nothingDone } from '../../domain/nothingDone.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Facts } from '../facts/facts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { AskedJob, RequestRecord } from '../ports/requests.ts';
import { describeUnreadApprovers, readApprovers } from '../roleGroups/unreadApprovers.ts';

/** Names the approval a request needs; undefined for none. Throws NO_APPROVER, and ROLE_UNKNOWN while groups of approvers can't be read. */
export type FindNeeded = (
  request: Pick<AcceptRequest, 'actor' | 'people' | 'ofAll' | 'task'>,
) => Promise<NeededApproval | undefined>;

export function createFindNeeded(
  { policy, roleGroups, directoryFor }: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'directoryFor'>,
  facts: Facts,
): FindNeeded {
  /**
   * What people get by being put into their groups. Read anew, since it may have changed since the form was filled in;
   * a group that cannot be read stops the request, because what it gives cannot be told.
   */
  async function listGroupLicenses({
    actor,
    people,
  }: Pick<AcceptRequest, 'actor' | 'people'>): Promise<string[]> {
    const ids = new Set(
      people.flatMap(({ groups = [], acts }) =>
        [...groups, ...groupsJoined(acts)].map(({ id }) => id.toLowerCase()),
      ),
    );
    if (ids.size === 0 || policy.approvals.every(({ when }) => when.licenses === undefined)) return [];
    const groups = await directoryFor(actor.customer).listGroups([...ids]);
    return groups.filter(({ id }) => ids.has(id.toLowerCase())).flatMap((group) => group.licenses ?? []);
  }

  return async (request) => {
    const { actor, people, ofAll = 0, task } = request;
    if (policy.approvals.length === 0) return undefined;
    const [{ licenses }, byGroup] = await Promise.all([
      facts.read(actor.customer),
      listGroupLicenses(request),
    ]);
    const skuIds = [...new Set([...people.flatMap((each) => each.licenses), ...byGroup])];
    const asked: AskedFor = {
      customer: actor.customer,
      requester: actor.id,
      ...(task === undefined ? {} : { task }),
      people: Math.max(people.length, ofAll),
      licenses: skuIds.map((skuId) => {
        const known = licenses.find((license) => license.skuId === skuId);
        return known === undefined ? { skuId } : { skuId, skuPartNumber: known.skuPartNumber };
      }),
    };
    const rule = findRule(policy, asked);
    if (rule === undefined) return undefined;
    const approvers = await readApprovers({ policy, roleGroups }, rule, actor.customer, (now) => [
      ...approversOf(now, rule, asked),
      ...fallbackOf(now, rule, asked),
    ]);
    try {
      return findApproval(policy, asked);
    } catch (error) {
      throw describeUnreadApprovers(approvers, rule.name, nothingDone(task)) ?? error;
    }
  };
}

/** What is asked for, to be stored. */
export function askedOf(request: AcceptRequest): AskedJob {
  const { requestId, requestVersion, kind, task, people, leftOut = [], settings, fileName, reason } = request;
  const { startsAt, zone, replaces, insteadOf, ofAll } = request;
  return {
    draftId: requestId,
    draftVersion: requestVersion,
    kind,
    ...(task === undefined ? {} : { task }),
    people,
    ...(ofAll === undefined ? {} : { ofAll }),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    settings,
    ...(fileName === undefined ? {} : { fileName }),
    ...(reason === undefined ? {} : { reason }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(zone === undefined ? {} : { zone }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(insteadOf === undefined ? {} : { insteadOf }),
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
