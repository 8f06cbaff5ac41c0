import { foldName } from '../names/foldName.ts';
import type { Policy } from './policy.ts';

type Human = Policy['people'][number];

/** Whether others have to be able to tell which directory account is theirs. */
function needsAccount({ approvals }: Policy, { id, roles }: Human): boolean {
  const isNamed = approvals.some(
    ({ by, fallback }) => by.people?.includes(id) || fallback?.people?.includes(id),
  );
  return isNamed || roles.includes('approver') || roles.includes('admin');
}

function warnOfMissing(policy: Policy): string[] {
  return policy.people
    .filter((human) => human.teams === undefined && needsAccount(policy, human))
    .map(
      ({ id, name }) =>
        `people: "${id}" (${name}) has no "teams", so Rollcall can't tell which account is theirs. Until it is there, their approvals don't count. Add their object id: entra.microsoft.com → Users → the person → Object ID.`,
    );
}

/** Two entries for one human that the policy cannot refuse, since two people may have one name. */
function warnOfSame({ people }: Policy): string[] {
  return people.flatMap((one, index) =>
    people
      .slice(index + 1)
      .filter(({ name }) => foldName(name) === foldName(one.name))
      .map(
        ({ id }) =>
          `people: "${one.id}" and "${id}" have the same name. If they are two people, make their names different. If they are one person, keep one entry with both chat ids. Until then, neither can approve what the other asks for.`,
      ),
  );
}

/** What Rollcall starts with all the same, and whoever runs it should mend; each a few sentences. */
export function listPolicyWarnings(policy: Policy): string[] {
  return [...warnOfMissing(policy), ...warnOfSame(policy)];
}
