import { type Answer, badRequest, refuse } from './errors.ts';
import { type GraphState, type LoopbackUser, planOf } from './state.ts';

/** `GET /subscribedSkus`. */
export function listSkus(state: GraphState): object[] {
  return [...state.skus.values()].map((sku) => ({
    accountId: state.tenantId,
    accountName: 'Contoso',
    appliesTo: sku.appliesTo,
    capabilityStatus: 'Enabled',
    consumedUnits: state.consumed(sku.skuId),
    id: `${state.tenantId}_${sku.skuId}`,
    prepaidUnits: { enabled: sku.enabled, lockedOut: 0, suspended: 0, warning: sku.warning },
    servicePlans: [
      {
        servicePlanId: planOf(sku.skuId),
        servicePlanName: `${sku.partNumber}_PLAN`,
        provisioningStatus: 'Success',
        appliesTo: 'User',
      },
    ],
    skuId: sku.skuId,
    skuPartNumber: sku.partNumber,
    subscriptionIds: [],
  }));
}

/** `POST /users/{id}/assignLicense`: the change, or why not. Nothing is changed when it is refused. */
export function assignLicense(
  user: LoopbackUser,
  body: Record<string, unknown>,
  state: GraphState,
): Answer | undefined {
  const { addLicenses: adds, removeLicenses: removes } = body;
  if (!Array.isArray(adds) || !Array.isArray(removes)) {
    return refuse(400, 'BadRequest', 'addLicenses and removeLicenses must both be given.');
  }
  if (adds.length > 0 && user.usageLocation === undefined) {
    return badRequest('License assignment cannot be done for user with invalid usage location.');
  }
  for (const skuId of removes) {
    if (!user.assignedLicenses.some((held) => held.skuId === skuId))
      return badRequest('User does not have a corresponding license.');
  }
  for (const { skuId } of adds as { skuId: string }[]) {
    const sku = state.skus.get(skuId);
    if (sku === undefined || sku.appliesTo === 'Company') {
      return badRequest(`License ${skuId} does not correspond to a valid company License.`);
    }
    const holds = user.assignedLicenses.some((held) => held.skuId === skuId);
    if (!holds && state.consumed(skuId) >= sku.enabled + sku.warning) {
      return badRequest(`Subscription with SKU ${skuId} does not have any available licenses.`);
    }
  }
  user.assignedLicenses = [
    ...user.assignedLicenses.filter(
      ({ skuId }) => !removes.includes(skuId) && !adds.some((add) => add.skuId === skuId),
    ),
    ...(adds as { skuId: string; disabledPlans?: string[] }[]).map(({ skuId, disabledPlans = [] }) => ({
      skuId,
      disabledPlans,
    })),
  ];
  return undefined;
}
