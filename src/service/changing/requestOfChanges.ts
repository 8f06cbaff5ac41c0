import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { listLeftOut } from '../rosters/leftOut.ts';
import type { ChangesDraft } from './changesDraft.ts';

/** What a draft of several people asks for. */
export function requestOfChanges({
  checked,
  people,
  findings,
  rows,
  fileName,
}: ChangesDraft): Pick<AcceptRequest, 'people' | 'settings' | 'leftOut' | 'fileName'> {
  const names = new Map(rows.map(({ row, value }) => [row, value]));
  const leftOut = listLeftOut(findings).map(({ row = 0, ...one }) => ({
    ...one,
    row,
    userPrincipalName: names.get(row) ?? one.userPrincipalName,
  }));
  return {
    settings: { accountEnabled: true, usageLocation: '', licenses: [], recipients: [] },
    people:
      checked === true
        ? people.map((one) => ({
            person: {
              userPrincipalName: one.userPrincipalName,
              displayName: one.displayName,
              ...(one.usageLocation === undefined ? {} : { usageLocation: one.usageLocation }),
            },
            accountEnabled: one.accountEnabled,
            licenses: one.licenses ?? [],
            objectId: one.id,
            acts: one.acts,
            before: one.before,
            ...(one.left === undefined ? {} : { left: one.left }),
            ...(one.stays === undefined ? {} : { stays: one.stays }),
            ...(one.sourceRow === undefined ? {} : { sourceRow: one.sourceRow }),
          }))
        : [],
    ...(leftOut.length === 0 ? {} : { leftOut }),
    ...(fileName === undefined ? {} : { fileName }),
  };
}
