import { type Answer, badRequest, malformed } from './errors.ts';
import type { LoopbackUser } from './people/userMap.ts';
import { type GraphState, planOf, plansOf } from './state.ts';

interface Add {
  skuId: string;
  disabledPlans: string[];
}

/** `GET /subscribedSkus`. */
export function describeSkus(state: GraphState): Record<string, unknown>[] {
  return [...state.skus.values()].map((sku) => ({
    accountId: state.tenantId,
    accountName: 'Contoso',
    appliesTo: sku.appliesTo,
    capabilityStatus: sku.enabled === 0 && sku.warning > 0 ? 'Warning' : 'Enabled',
    consumedUnits: state.consumed(sku.skuId),
    id: `${state.tenantId}_${sku.skuId}`,
    prepaidUnits: { enabled: sku.enabled, lockedOut: 0, suspended: 0, warning: sku.warning },
    servicePlans: plansOf(sku).map(({ id, name }) => ({
      servicePlanId: id,
      servicePlanName: name,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
    skuId: sku.skuId,
    skuPartNumber: sku.partNumber,
    subscriptionIds: [],
  }));
}

/** `GET /users/{id}/licenseDetails`. */
export function describeDetails(user: LoopbackUser, state: GraphState): Record<string, unknown>[] {
  return user.assignedLicenses.flatMap(({ skuId, disabledPlans }) => {
    const sku = state.skus.get(skuId);
    if (sku === undefined) return [];
    return [
      {
        id: `${user.id}_${skuId}`,
        skuId,
        skuPartNumber: sku.partNumber,
        servicePlans: plansOf(sku).map(({ id, name }) => ({
          servicePlanId: id,
          servicePlanName: name,
          provisioningStatus: disabledPlans.includes(id) ? 'Disabled' : 'Success',
          appliesTo: 'User',
        })),
      },
    ];
  });
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isGuid = (value: unknown): value is string => typeof value === 'string' && GUID.test(value);

function readAdd(add: unknown): Add | undefined {
  const { skuId, disabledPlans = [] } = (add ?? {}) as Record<string, unknown>;
  if (!isGuid(skuId) || !Array.isArray(disabledPlans) || !disabledPlans.every(isGuid)) return undefined;
  return { skuId: skuId.toLowerCase(), disabledPlans: disabledPlans.map((plan) => plan.toLowerCase()) };
}

/** Both lists must be there: neither is nullable in Graph's schema. */
function readChange(body: Record<string, unknown>): { adds: Add[]; removes: string[] } | Answer {
  for (const name of ['addLicenses', 'removeLicenses']) {
    if (!Array.isArray(body[name])) return malformed(`A value must be provided for parameter '${name}'.`);
  }
  const adds = (body.addLicenses as unknown[]).map(readAdd);
  const removes = body.removeLicenses as unknown[];
  if (!adds.every((add) => add !== undefined) || !removes.every(isGuid)) {
    return malformed("Cannot convert the literal to the expected type 'Edm.Guid'.");
  }
  const byId = new Map(adds.map((add) => [add.skuId, add]));
  return { adds: [...byId.values()], removes: removes.map((skuId) => skuId.toLowerCase()) };
}

function checkSeats(skuId: string, user: LoopbackUser, state: GraphState): Answer | undefined {
  const sku = state.skus.get(skuId);
  if (sku === undefined || sku.appliesTo === 'Company') {
    return badRequest(`License ${skuId} does not correspond to a valid company License.`);
  }
  const holds = user.assignedLicenses.some((held) => held.skuId === skuId);
  if (holds || state.consumed(skuId) < sku.enabled + sku.warning) return undefined;
  return badRequest(`Subscription with SKU ${skuId} does not have any available licenses.`);
}

/** All plans that the user would have are looked at together. */
function checkPlans(licenses: readonly Add[], state: GraphState): Answer | undefined {
  const plans = new Set(
    licenses
      .filter(({ skuId, disabledPlans }) => !disabledPlans.includes(planOf(skuId)))
      .map(({ skuId }) => planOf(skuId)),
  );
  const clash = state.exclusivePlans.find((pair) => pair.every((plan) => plans.has(plan)));
  if (clash !== undefined) {
    return badRequest(
      `License assignment failed because service plans ${clash.join(',')} are mutually exclusive`,
    );
  }
  for (const plan of plans) {
    const missing = (state.planNeeds.get(plan) ?? []).filter((needed) => !plans.has(needed));
    if (missing.length > 0) {
      return badRequest(
        `License assignment failed because service plan ${plan} depends on the service plan(s) ${missing.join(', ')}`,
      );
    }
  }
  return undefined;
}

/**
 * `POST /users/{id}/assignLicense`: why not, or undefined when it is done. Nothing is changed when it is refused.
 * A license that the user already holds takes no second seat.
 */
export function assignLicense(
  user: LoopbackUser,
  hasLocation: boolean,
  body: Record<string, unknown>,
  state: GraphState,
): Answer | undefined {
  const change = readChange(body);
  if ('status' in change) return change;
  const { adds, removes } = change;
  if (adds.length > 0 && !hasLocation) {
    return badRequest('License assignment cannot be done for user with invalid usage location.');
  }
  const isHeld = (skuId: string) => user.assignedLicenses.some((held) => held.skuId === skuId);
  if (!removes.every(isHeld)) return badRequest('User does not have a corresponding license.');
  for (const { skuId } of adds) {
    const refused = checkSeats(skuId, user, state);
    if (refused !== undefined) return refused;
  }
  const kept = user.assignedLicenses.filter(
    ({ skuId }) => !removes.includes(skuId) && !adds.some((add) => add.skuId === skuId),
  );
  const refused = checkPlans([...kept, ...adds], state);
  if (refused !== undefined) return refused;
  user.assignedLicenses = [...kept, ...adds];
  state.users.set(user.id, user);
  return undefined;
}
