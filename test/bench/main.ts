import { benchAck } from './ack.ts';
import { benchAudit } from './audit.ts';
import { benchBulk } from './bulk.ts';
import { benchGrowth } from './growth.ts';
import { benchLeavers } from './leavers.ts';
import { benchPeer } from './peer.ts';
import { benchQuota } from './quota.ts';
import { benchStart } from './start.ts';
import { benchVerify } from './verify.ts';

/** `npm run bench [name]`: one JSON object a line. Without a name all of them, one after the other. `audit` has a `--short` form. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  bulk: benchBulk,
  quota: benchQuota,
  leavers: benchLeavers,
  growth: benchGrowth,
  ack: benchAck,
  start: benchStart,
  verify: benchVerify,
  audit: benchAudit,
  peer: benchPeer,
};

const asked = process.argv.slice(2).filter((word) => word !== '--short');
const unknown = asked.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown === undefined) {
  for (const name of asked.length === 0 ? Object.keys(BENCHES) : asked) await BENCHES[name]?.();
} else {
  console.error(`There is no bench "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
}
