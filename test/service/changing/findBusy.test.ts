import { describe, expect, it } from 'vitest';
import { createFindBusy } from '../../../src/service/changing/findBusy.ts';
import type { JobRecord, RowRecord } from '../../../src/service/ports/records.ts';
import type { Store } from '../../../src/service/ports/store.ts';

interface Running {
  id: string;
  task: JobRecord['task'];
  people: readonly string[];
}

/** These jobs run, in this order; how many rows were looked at is counted. */
function createRunning(jobs: readonly Running[], begun: readonly string[] = []) {
  const seen = { rows: 0 };
  const store = {
    listUnfinished: async () =>
      jobs.map(({ id, task }) => ({ id, task, customer: 'contoso', state: 'running' }) as JobRecord),
    async scanRows(jobId: string, visit: (row: RowRecord) => void) {
      const { people = [] } = jobs.find(({ id }) => id === jobId) ?? {};
      for (const [at, objectId] of people.entries()) {
        seen.rows += 1;
        const todo = { state: 'todo' };
        visit({ rowId: `${at}`, objectId, create: todo, license: todo, attempted: false } as never);
      }
    },
    loadSnapshot: async (id: string) => (begun.includes(id) ? {} : undefined),
  };
  return { seen, options: { store: store as unknown as Store } };
}

const people = (from: number, count: number) => Array.from({ length: count }, (_, at) => `p${from + at}`);

describe('whether another job is about the same person', () => {
  it('is asked of 500 rows with one look at each row of the others', async () => {
    const { seen, options } = createRunning([
      { id: 'own', task: 'leave', people: people(0, 500) },
      { id: 'other', task: 'leave', people: people(500, 500) },
    ]);
    const findBusy = createFindBusy(options, { id: 'own', customer: 'contoso' });
    for (const [at, objectId] of people(0, 500).entries()) {
      expect(await findBusy({ rowId: `${at}`, objectId })).toBeUndefined();
    }
    expect(seen.rows).toBe(500);
  });

  it('holds back whoever was accepted later, and of two the one that has not begun', async () => {
    const jobs: Running[] = [
      { id: 'first', task: 'leave', people: ['ada'] },
      { id: 'second', task: 'change', people: ['bo', 'ada'] },
    ];
    const ask = (id: string, begun: readonly string[] = []) =>
      createFindBusy(createRunning(jobs, begun).options, { id, customer: 'contoso' })({
        rowId: id === 'first' ? '0' : '1',
        objectId: 'ada',
      });
    expect(await ask('first')).toBeUndefined();
    expect(await ask('second')).toMatchObject({ code: 'NOT_YET' });
    expect(await ask('first', ['second-1'])).toMatchObject({ code: 'NOT_YET' });
    expect(await ask('second', ['second-1'])).toBeUndefined();
  });

  it('sees the account that a job for new people has created since', async () => {
    const jobs = [
      { id: 'own', task: 'leave', people: ['ada'] },
      { id: 'new', task: 'create', people: [] as string[] },
    ] satisfies Running[];
    const findBusy = createFindBusy(createRunning(jobs).options, { id: 'own', customer: 'contoso' });
    expect(await findBusy({ rowId: '0', objectId: 'ada' })).toBeUndefined();
    jobs[1]?.people.push('ada');
    expect(await findBusy({ rowId: '0', objectId: 'ada' })).toMatchObject({ code: 'NOT_YET' });
  });
});
