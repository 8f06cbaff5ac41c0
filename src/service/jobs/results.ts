import { writeResults } from '../../roster/writeCsv.ts';
import type { JobState } from '../provisioning.ts';
import { standingOf } from './rowState.ts';

const STATUS: Readonly<Record<ReturnType<typeof standingOf>, string>> = {
  created: 'Created',
  partly: 'Created, licenses failed',
  failed: 'Failed',
  waiting: 'Not created yet',
  undone: 'Deleted again',
};

const CHANGED: typeof STATUS = {
  created: 'Changed',
  partly: 'Changed',
  failed: 'Failed',
  waiting: 'Not changed yet',
  undone: 'Changed back',
};

/** A job's rows as CSV text, without passwords. */
export function writeJobResults({ rows, licenseNames }: JobState): string {
  return writeResults(
    rows.map((row) => {
      const { sourceRow, person, objectId, create, license, licenses } = row;
      const error = create.error ?? license.error;
      return {
        ...(sourceRow === undefined ? {} : { row: sourceRow }),
        displayName: person.displayName,
        userPrincipalName: person.userPrincipalName,
        ...(objectId === undefined ? {} : { objectId }),
        status:
          row.change === undefined && objectId !== undefined && license.state === 'todo'
            ? 'Created, licenses to come'
            : (row.change === undefined ? STATUS : CHANGED)[standingOf(row)],
        licenses: license.state === 'done' ? licenses.map((id) => licenseNames[id] ?? id) : [],
        ...(error === undefined ? {} : { reason: `${error.message} ${error.next}` }),
      };
    }),
  );
}
