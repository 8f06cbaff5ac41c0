import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { createQuota } from '../../src/postgres/quota.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { describeQuota } from './quota.ts';

describeQuota('postgres', async () => {
  const database = await openTestDatabase();
  const open = () => openDatabase({ url: database.url, log: createTestLog() });
  const databases = [open(), open()] as const;
  return {
    quotas: [createQuota(databases[0]), createQuota(databases[1])],
    async dispose() {
      await Promise.all(databases.map((one) => one.close()));
      await database.drop();
    },
  };
});
