import type { LicenseDetails } from '@microsoft/microsoft-graph-types';
import type { HeldPlans } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { nameServicePlan } from './productNames.ts';

/** GET /users/{id}/licenseDetails. Plans of the whole company cannot be switched for one person. */
export async function listServicePlans(client: GraphClient, objectId: string): Promise<HeldPlans[]> {
  const path = `/users/${encodeURIComponent(objectId)}/licenseDetails`;
  const details = (await client.readAll('listServicePlans', path)) as LicenseDetails[];
  return details.map(({ skuId, servicePlans }) => ({
    skuId: skuId ?? '',
    plans: (servicePlans ?? [])
      .filter(({ appliesTo }) => appliesTo === 'User')
      .map(({ servicePlanId, servicePlanName, provisioningStatus }) => ({
        servicePlanId: servicePlanId ?? '',
        name: nameServicePlan(servicePlanId ?? '', servicePlanName ?? ''),
        on: provisioningStatus !== 'Disabled',
      })),
  }));
}
