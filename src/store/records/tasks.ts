import { join } from 'node:path';
import { Low } from 'lowdb';
import type { TaskRecord } from '../../service/ports/engine.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Store } from '../../service/ports/store.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface TasksDocument extends Document {
  tasks: TaskRecord[];
}

/** The part of the store that keeps what is to happen later. */
export type Tasks = Pick<Store, 'saveTask' | 'dropTask' | 'listTasks'>;

/** Tasks that wait: one small document, which a folder of before does not have yet. */
export async function openTasks(fs: StoreFs, folder: string): Promise<Tasks> {
  const adapter = createDurableDocument<TasksDocument>({
    fs,
    file: join(folder, 'tasks.json'),
    requires: ['tasks'],
    backup: false,
  });
  const document = new Low<TasksDocument>(adapter, { schema: SCHEMA, tasks: [] });
  await document.read();
  const oneAtATime = createOneAtATime();

  function change(to: (tasks: readonly TaskRecord[]) => TaskRecord[]): Promise<void> {
    return oneAtATime('tasks', async () => {
      const fresh: TasksDocument = { schema: SCHEMA, tasks: to(document.data.tasks) };
      await document.adapter.write(fresh);
      document.data = fresh;
    });
  }

  const without = (tasks: readonly TaskRecord[], kind: string, id: string): TaskRecord[] =>
    tasks.filter((task) => task.kind !== kind || task.id !== id);

  return {
    saveTask: (task) => change((tasks) => [...without(tasks, task.kind, task.id), structuredClone(task)]),
    dropTask: (kind, id) => change((tasks) => without(tasks, kind, id)),
    listTasks: async () => structuredClone(document.data.tasks),
  };
}
