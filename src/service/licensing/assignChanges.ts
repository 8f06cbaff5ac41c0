import type { HeldLicense, LicenseChoice } from '../../domain/terms.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import {
  type AssignDraft,
  type AssignTarget,
  type AssignValues,
  isForOne,
  keyOfService,
} from './assignDraft.ts';

function samePlans(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((plan) => b.includes(plan));
}

/**
 * Services of a license that are to be off. Those that the form does not know stay as they are. Of several people the
 * form does not say who has what off, so nothing that is off for one of them is switched on.
 */
function plansOff(
  { licenses }: CustomerFacts,
  skuId: string,
  off: readonly string[],
  { held, forOne }: { held: HeldLicense | undefined; forOne: boolean },
): string[] {
  const known = licenses.find((license) => license.skuId === skuId)?.servicePlans ?? [];
  const ids = known.map(({ servicePlanId }) => servicePlanId);
  const before = held?.disabledPlans ?? [];
  const kept = forOne ? before.filter((plan) => !ids.includes(plan)) : before;
  return [...kept, ...ids.filter((id) => off.includes(keyOfService(skuId, id)) && !kept.includes(id))];
}

/** A held license that is neither given nor taken away has its services changed. */
function changedServices(
  facts: CustomerFacts,
  target: AssignTarget,
  values: AssignValues,
  forOne: boolean,
): LicenseChoice[] {
  return target.held
    .filter(({ skuId, inherited }) => {
      return !inherited && !values.licenses.includes(skuId) && !values.remove.includes(skuId);
    })
    .map((held) => ({
      held,
      disabledPlans: plansOff(facts, held.skuId, values.servicesOff, { held, forOne }),
    }))
    .filter(({ held, disabledPlans }) => !samePlans(held.disabledPlans, disabledPlans))
    .map(({ held, disabledPlans }) => ({ skuId: held.skuId, disabledPlans }));
}

/** Whom the request changes, and how. What comes from a group stays with the group: nothing of it is given directly. */
export function peopleToAssign(facts: CustomerFacts, draft: AssignDraft): AcceptRequest['people'] {
  const { targets, values } = draft;
  const forOne = isForOne(draft);
  return targets.flatMap((target) => {
    const held = new Map(target.held.map((one) => [one.skuId, one]));
    const given = values.licenses.map((skuId) => ({
      skuId,
      disabledPlans: plansOff(facts, skuId, values.servicesOff, { held: held.get(skuId), forOne }),
    }));
    const add = [
      ...given.filter(({ skuId, disabledPlans }) => {
        const own = held.get(skuId);
        return own === undefined || (!own.inherited && !samePlans(own.disabledPlans, disabledPlans));
      }),
      ...changedServices(facts, target, values, forOne),
    ];
    const remove = values.remove.filter((skuId) => held.get(skuId)?.inherited === false);
    if (add.length + remove.length === 0) return [];
    const usageLocation = target.usageLocation ?? values.usageLocation;
    return [
      {
        person: {
          userPrincipalName: target.userPrincipalName,
          displayName: target.displayName,
          ...(usageLocation === '' ? {} : { usageLocation }),
        },
        accountEnabled: target.accountEnabled ?? true,
        licenses: add.map(({ skuId }) => skuId).filter((skuId) => !held.has(skuId)),
        objectId: target.id,
        change: { add, remove },
        ...(target.sourceRow === undefined ? {} : { sourceRow: target.sourceRow }),
      },
    ];
  });
}
