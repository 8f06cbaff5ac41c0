import { parseArgs } from 'node:util';
import { benchAck } from './ack.ts';
import { benchAudit } from './audit.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { benchBulk } from './bulk.ts';
import { benchCustomers } from './customers.ts';
import { benchGrowth } from './growth.ts';
import { benchLeavers } from './leavers.ts';
import type { StoreKind } from './openRecords.ts';
import { benchPeer } from './peer.ts';
import { benchQuota } from './quota.ts';
import { benchStart } from './start.ts';
import { benchVerify } from './verify.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  bulk: benchBulk,
  quota: benchQuota,
  leavers: benchLeavers,
  growth: benchGrowth,
  customers: benchCustomers,
  ack: benchAck,
  start: benchStart,
  verify: benchVerify,
  audit: benchAudit,
  peer: benchPeer,
};

const STORES: readonly StoreKind[] = ['embedded', 'postgres'];

/** Throws, in words, for what there is not. */
function readWords(): { names: readonly string[]; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      store: { type: 'string' },
      instances: { type: 'string', default: '1' },
    },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) {
    throw new Error(`There is no bench "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  }
  const stores = STORES.filter((one) => values.store === undefined || values.store === one);
  if (stores.length === 0) throw new Error(`There is no store "${values.store}": embedded or postgres.`);
  const instances = Number(values.instances);
  if (!(Number.isSafeInteger(instances) && instances >= 1 && instances <= 9)) {
    throw new Error(`--instances takes a number from 1 to 9, not "${values.instances}".`);
  }
  return {
    names: positionals.length === 0 ? Object.keys(BENCHES) : positionals,
    options: { short: values.short, stores, instances },
  };
}

/**
 * `npm run bench [name…] [-- --short] [-- --store embedded|postgres] [-- --instances N]`: one JSON object a line. Without
 * a name all of them, one after the other; without a store, on both, where a bench tells them apart.
 */
async function run(): Promise<void> {
  let words: ReturnType<typeof readWords>;
  try {
    words = readWords();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
    return;
  }
  for (const name of words.names) await BENCHES[name]?.(words.options);
}

await run();
