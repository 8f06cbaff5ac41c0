import type { JobRecord } from '../../../src/service/ports/records.ts';
import type { World } from './world.ts';

/** As many finished jobs of before as a busy year has, each newer than `job`. */
export async function addJobs({ store }: World, job: JobRecord, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const createdAt = job.createdAt + 1_000 + index;
    const more = { ...job, id: `job_more_${index}`, createdAt, total: 0, deliveries: [], messages: [] };
    await store.accept({ ...more, state: 'done' }, []);
  }
}
