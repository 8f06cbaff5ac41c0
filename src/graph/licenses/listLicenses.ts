import type { SubscribedSku } from '@microsoft/microsoft-graph-types';
import type { License, ServicePlan } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { nameProduct, nameServicePlan } from './productNames.ts';

/** Microsoft: "subscribedSku resource type": suspended, deleted and locked-out subscriptions give no licenses. */
const USABLE: ReadonlySet<string> = new Set(['Enabled', 'Warning']);

/** Plans of the whole company cannot be switched for one person. */
function plansOf({ servicePlans }: SubscribedSku): ServicePlan[] {
  return (servicePlans ?? [])
    .filter(({ appliesTo }) => appliesTo === 'User')
    .map(({ servicePlanId, servicePlanName }) => ({
      servicePlanId: servicePlanId ?? '',
      name: nameServicePlan(servicePlanId ?? '', servicePlanName ?? ''),
    }));
}

function toLicense(sku: SubscribedSku): License {
  const skuId = sku.skuId ?? '';
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
  const skus = (await client.readAll('listLicenses', path)) as SubscribedSku[];
  return skus.map(toLicense).filter(({ skuId }) => skuId !== '');
}
