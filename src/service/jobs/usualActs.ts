import type { Act } from '../../domain/acts.ts';
import type { Task } from '../../domain/terms.ts';
import type { RowRecord } from '../ports/records.ts';

/** What is done where a request does not say it: a deleted account is restored as it was. */
export function usualActs(task: Task | undefined): readonly Act[] | undefined {
  return task === 'restore' ? [{ kind: 'restore' }] : undefined;
}

/** A row as the code of today keeps it; the code of before kept no acts for a restore. */
export function withActs(row: RowRecord, task: Task | undefined): RowRecord {
  const acts = usualActs(task);
  if (acts === undefined || row.acts !== undefined || row.license.state !== 'todo') return row;
  return { ...row, acts: acts.map((act) => ({ act, state: 'todo' as const })) };
}
