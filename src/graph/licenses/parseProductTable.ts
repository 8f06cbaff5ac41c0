import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

/** Microsoft's names of products and service plans, as `product-names.json` holds them. */
export interface ProductTable {
  source: string;
  /** By skuId. */
  products: Record<string, { partNumber: string; name: string }>;
  /** By servicePlanId. */
  servicePlans: Record<string, { name: string; friendlyName: string }>;
}

/** Where Microsoft publishes the table: "Product names and service plan identifiers for licensing". */
export const PRODUCT_TABLE_URL =
  'https://download.microsoft.com/download/e/3/e/e3e9faf2-f28b-490a-9ada-c6089a1fc5b0/Product%20names%20and%20service%20plan%20identifiers%20for%20licensing.csv';

const COLUMNS = ['Product_Display_Name', 'String_Id', 'GUID', 'Service_Plan_Name', 'Service_Plan_Id'];
const FRIENDLY_NAME = 'Service_Plans_Included_Friendly_Names';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/**
 * The table had 619 products in 2026. A download that was cut off, or a page instead of it, must not take the place of
 * a good table; a table that Microsoft really halved would only be refused by mistake.
 */
const FEWEST_PRODUCTS = 300;

/** Older versions of the file are in Windows-1252, which TextDecoder takes for Latin-1 from Node 20.18.3 on. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(Buffer.from(bytes), 'win1252');
  }
}

function sorted<Value>(entries: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Reads Microsoft's CSV, which has a line for each service plan of each product.
 *
 * @throws Error when columns are missing, or so few products are in it that it cannot be the whole table
 */
export function parseProductTable(
  bytes: Uint8Array,
  source: string,
  fewest: number = FEWEST_PRODUCTS,
): ProductTable {
  // Names end in tabs and no-break spaces, which trim() takes away.
  const lines: string[][] = parse(decode(bytes), {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const header = (lines[0] ?? []).map((name) => name.trim());
  const missing = COLUMNS.filter((name) => !header.includes(name));
  if (missing.length > 0) throw new Error(`This is not the table: ${missing.join(', ')} is missing.`);
  const products: Map<string, ProductTable['products'][string]> = new Map();
  const servicePlans: Map<string, ProductTable['servicePlans'][string]> = new Map();
  for (const line of lines.slice(1)) {
    const cell = (name: string): string => (line[header.indexOf(name)] ?? '').trim();
    const skuId = cell('GUID').toLowerCase();
    const planId = cell('Service_Plan_Id').toLowerCase();
    const name = cell('Product_Display_Name');
    if (GUID.test(skuId) && name !== '') products.set(skuId, { partNumber: cell('String_Id'), name });
    if (!GUID.test(planId)) continue;
    const planName = cell('Service_Plan_Name');
    servicePlans.set(planId, { name: planName, friendlyName: cell(FRIENDLY_NAME) || planName });
  }
  if (products.size < fewest) {
    throw new Error(`Only ${products.size} products are in it, which is too few for the whole table.`);
  }
  return { source, products: sorted(products), servicePlans: sorted(servicePlans) };
}
