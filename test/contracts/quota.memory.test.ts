import { createMemoryQuota } from '../../src/service/ports/quota.ts';
import { describeQuota } from './quota.ts';

describeQuota('memory', async () => {
  const quota = createMemoryQuota(Date);
  return { quotas: [quota, quota], dispose: async () => undefined };
});
