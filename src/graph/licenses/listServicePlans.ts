import type { LicenseDetails } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { HeldPlans } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';
import { nameServicePlan } from './productNames.ts';

const planShape = z.object({
  servicePlanId: needed,
  servicePlanName: text,
  appliesTo: text,
  provisioningStatus: text,
});
const shape = z.object({
  skuId: needed,
  servicePlans: z.array(planShape).nullish(),
} satisfies NamedAs<LicenseDetails>);

/** GET /users/{id}/licenseDetails. Plans of the whole company cannot be switched for one person. */
export async function listServicePlans(client: GraphClient, objectId: string): Promise<HeldPlans[]> {
  const path = `/users/${encodeURIComponent(objectId)}/licenseDetails`;
  const details = await client.readAll('listServicePlans', path, shape);
  return details.map(({ skuId, servicePlans }) => ({
    skuId,
    plans: (servicePlans ?? [])
      .filter(({ appliesTo }) => appliesTo === 'User')
      .map(({ servicePlanId, servicePlanName, provisioningStatus }) => ({
        servicePlanId,
        name: nameServicePlan(servicePlanId, servicePlanName ?? ''),
        on: provisioningStatus !== 'Disabled',
      })),
  }));
}
