import type { TaskRecord } from '../../service/ports/engine.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Database } from '../openDatabase.ts';

/** The part of the store that keeps what is to happen later. */
type Tasks = Pick<Store, 'saveTask' | 'dropTask' | 'listTasks'>;

/** A row for each task. */
export function createTasks(database: Database): Tasks {
  return {
    async saveTask(task) {
      await database.query(
        `INSERT INTO tasks (kind, id, doc) VALUES ($1, $2, $3)
         ON CONFLICT (kind, id) DO UPDATE SET doc = excluded.doc`,
        [task.kind, task.id, JSON.stringify(task)],
      );
    },
    async dropTask(kind, id) {
      await database.query('DELETE FROM tasks WHERE kind = $1 AND id = $2', [kind, id]);
    },
    async listTasks() {
      return (await database.query<{ doc: TaskRecord }>('SELECT doc FROM tasks')).rows.map(({ doc }) => doc);
    },
  };
}
