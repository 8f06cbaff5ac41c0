import { createRequire } from 'node:module';
import type { ProductTable } from './parseProductTable.ts';

// Not an import, so that the file is found beside the compiled code as well.
const { products, servicePlans } = createRequire(import.meta.url)('./product-names.json') as ProductTable;

/** The table's own part numbers carry tabs and no-break spaces at their ends; trim() removes both. */
const byPartNumber = new Map(
  Object.values(products).map(({ partNumber, name }) => [partNumber.trim().toLowerCase(), name]),
);

/**
 * Microsoft's name of a product, by skuId, then by part number; the part number itself when the table has neither.
 * Microsoft: "Product names and service plan identifiers for licensing". Two products can share a name.
 */
export function nameProduct(skuId: string, skuPartNumber: string): string {
  const partNumber = skuPartNumber.trim();
  return products[skuId.toLowerCase()]?.name ?? byPartNumber.get(partNumber.toLowerCase()) ?? partNumber;
}

/** What Microsoft calls a service to people; its technical name when the table has it not. */
export function nameServicePlan(servicePlanId: string, servicePlanName: string): string {
  return servicePlans[servicePlanId.toLowerCase()]?.friendlyName ?? servicePlanName.trim();
}
