import { readFileSync, writeFileSync } from 'node:fs';
import { PRODUCT_TABLE_URL, parseProductTable } from '../graph/licenses/parseProductTable.ts';

/**
 * `npm run refresh:products [file or address]`: writes src/graph/licenses/product-names.json from Microsoft's CSV. The second
 * argument, for tests, is another file to write.
 */

/** A megabyte of CSV; a slow line gets half a minute. */
const DOWNLOAD_MS = 30_000;

async function read(from: string): Promise<Uint8Array> {
  if (!/^https?:/.test(from)) return readFileSync(from);
  const response = await fetch(from, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok) throw new Error(`${from} answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

const [from = PRODUCT_TABLE_URL, to = 'src/graph/licenses/product-names.json'] = process.argv.slice(2);
try {
  const today = new Date().toISOString().slice(0, 7);
  const source = `Microsoft, "Product names and service plan identifiers for licensing" (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference), read ${today}`;
  const table = parseProductTable(await read(from), source);
  writeFileSync(to, `${JSON.stringify(table, undefined, 1)}\n`);
  console.log(
    `${to}: ${Object.keys(table.products).length} products, ${Object.keys(table.servicePlans).length} service plans.`,
  );
} catch (error) {
  console.error(`Nothing was changed. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
