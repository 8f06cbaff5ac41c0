import { writeFileSync } from 'node:fs';
import { describePolicy } from '../config/describePolicy.ts';

/** `npm run refresh:schema`: writes manifests/policy.schema.json, which tells editors what policy.json may hold. */

writeFileSync(new URL('../../manifests/policy.schema.json', import.meta.url), describePolicy());
console.log('Wrote manifests/policy.schema.json.');
