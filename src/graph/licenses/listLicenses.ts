import type { SubscribedSku } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { License, ServicePlan } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';
import { nameProduct, nameServicePlan } from './productNames.ts';

const units = z.number().nullish();
const shape = z.object({
  skuId: needed,
  skuPartNumber: text,
  appliesTo: text,
  capabilityStatus: text,
  consumedUnits: units,
  prepaidUnits: z.object({ enabled: units, warning: units, suspended: units, lockedOut: units }).nullish(),
  servicePlans: z
    .array(z.object({ servicePlanId: needed, servicePlanName: text, appliesTo: text }))
    .nullish(),
} satisfies NamedAs<SubscribedSku>);
type Sku = z.output<typeof shape>;

/** Microsoft: "subscribedSku resource type": suspended, deleted and locked-out subscriptions give no licenses. */
const USABLE: ReadonlySet<string> = new Set(['Enabled', 'Warning']);

/** Plans of the whole company cannot be switched for one person. */
function plansOf({ servicePlans }: Sku): ServicePlan[] {
  return (servicePlans ?? [])
    .filter(({ appliesTo }) => appliesTo === 'User')
    .map(({ servicePlanId, servicePlanName }) => ({
      servicePlanId,
      name: nameServicePlan(servicePlanId, servicePlanName ?? ''),
    }));
}

function toLicense(sku: Sku): License {
  const { skuId } = sku;
  const skuPartNumber = (sku.skuPartNumber ?? '').trim();
  const warning = sku.prepaidUnits?.warning ?? 0;
  const total = (sku.prepaidUnits?.enabled ?? 0) + warning;
  const consumed = sku.consumedUnits ?? 0;
  const servicePlans = plansOf(sku);
  const suspended = (sku.prepaidUnits?.suspended ?? 0) + (sku.prepaidUnits?.lockedOut ?? 0);
  return {
    skuId,
    skuPartNumber,
    name: nameProduct(skuId, skuPartNumber),
    total,
    consumed,
    left: Math.max(0, total - consumed),
    warning,
    ...(suspended > 0 ? { suspended } : {}),
    ...(servicePlans.length > 0 ? { servicePlans } : {}),
    assignable: sku.appliesTo === 'User' && USABLE.has(sku.capabilityStatus ?? ''),
  };
}

/** GET /subscribedSkus, which supports `$select` and nothing else. */
export async function listLicenses(client: GraphClient): Promise<License[]> {
  const path = withQuery('/subscribedSkus', {
    $select: 'skuId,skuPartNumber,appliesTo,capabilityStatus,consumedUnits,prepaidUnits,servicePlans',
  });
  return (await client.readAll('listLicenses', path, shape)).map(toLicense);
}
