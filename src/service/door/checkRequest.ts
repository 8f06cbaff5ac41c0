import { type Act, licensesAdded } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import { nothingDone } from '../../domain/nothingDone.ts';
import { checkPerson } from '../../domain/personRules.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { Problem, Task } from '../../domain/terms.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { inTurns } from '../ports/inTurns.ts';
import type { AskedPerson } from '../ports/requests.ts';
import { rulesOf } from './taskRules.ts';
import { DOOR_WORDS } from './words.ts';

const { request: SAYS } = DOOR_WORDS;

function refusal(message: string, task: Task): RollcallError {
  return new RollcallError('INPUT_INVALID', message, {
    done: nothingDone(task),
    next: SAYS.next,
  });
}

/** What breaks the rules of what is to be written to somebody who exists; what is not written is not looked at. */
function findWrong(acts: readonly Act[]): Problem | undefined {
  for (const act of acts) {
    if (act.kind !== 'fields' && act.kind !== 'rename') continue;
    const written =
      act.kind === 'fields'
        ? [act.set, ...(act.mails?.to ?? []).map((otherMails) => ({ otherMails }))]
        : [{ userPrincipalName: act.userPrincipalName }];
    const [problem] = written.flatMap((values) =>
      checkPerson(values).filter(({ property }) => Object.hasOwn(values, property)),
    );
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * Acts are there where the task is made of them, and nowhere else; each license that one gives is named among those that
 * the rules of approval look at, or held by then, and all that a deleted account comes back with are named too.
 */
function checkActs(who: string, task: Task, { acts, licenses, keeps = [] }: AskedPerson): void {
  // Restored as it was, whatever it held.
  if (task === 'restore' && acts === undefined) return;
  if ((task === 'restore') !== (acts?.some(({ kind }) => kind === 'restore') ?? false)) {
    throw refusal(SAYS.onlyDeleted(who), task);
  }
  if ((task === 'delete') !== (acts?.some(({ kind }) => kind === 'delete') ?? false)) {
    throw refusal(SAYS.notDeleted(who), task);
  }
  const isMadeOfActs = rulesOf(task).hasActs === true;
  if (isMadeOfActs !== (acts !== undefined) || acts?.length === 0) {
    throw refusal(SAYS.nothing(who), task);
  }
  const isGiven = ({ kind }: Act): boolean =>
    kind === 'licenses' || kind === 'joinGroups' || kind === 'leaveGroups';
  if (task === 'change' && acts?.some(isGiven)) {
    throw refusal(SAYS.notThisWay(who), task);
  }
  // They were so before: their snapshot is sealed, and Entra allows values that Rollcall would not give.
  const wrong = task === 'putBack' ? undefined : findWrong(acts ?? []);
  if (wrong !== undefined) throw refusal(`${who}: ${wrong.message}`, task);
  const given = new Set([...licensesAdded(acts).map(({ skuId }) => skuId), ...keeps]);
  if (acts !== undefined && licenses.some((skuId) => !given.has(skuId))) {
    throw refusal(SAYS.licenseNotGiven(who), task);
  }
}

/** Somebody who exists is named by object id, and has something to be changed. */
function checkTarget(who: string, task: Task, { objectId, change }: AskedPerson): void {
  if (objectId === undefined) throw refusal(SAYS.unknownAccount(who), task);
  if (task !== 'assign') return;
  if (change === undefined || change.add.length + change.remove.length === 0) {
    throw refusal(SAYS.noLicense(who), task);
  }
}

/**
 * What must hold whatever led to the request, checked at the door: the rules for each
 * person, each user name once, a location with each license, recipients in domains that may get passwords. Throws
 * INPUT_INVALID.
 */
export async function checkRequest(
  policy: Pick<Policy, 'maxRows'>,
  recipientDomains: readonly string[],
  { people, settings, task = 'create' }: AcceptRequest,
): Promise<void> {
  const refuse = (message: string) => refusal(message, task);
  const { about } = rulesOf(task);
  const isAboutExisting = about === 'existing';
  if (people.length === 0) throw refuse(SAYS.nobody[about]);
  if (people.length > policy.maxRows) {
    throw refuse(SAYS.tooMany(people.length, policy.maxRows));
  }
  const names = new Set<string>();
  function checkOne(asked: AskedPerson): void {
    const { person, licenses } = asked;
    const { userPrincipalName } = person;
    if (isAboutExisting) checkTarget(userPrincipalName, task, asked);
    checkActs(userPrincipalName, task, asked);
    // People who exist may have values that Rollcall would not give.
    const [problem] = isAboutExisting ? [] : checkPerson(person);
    if (problem !== undefined) throw refuse(`${userPrincipalName}: ${problem.message}`);
    if (task !== 'restore' && licenses.length > 0 && person.usageLocation === undefined) {
      throw refuse(SAYS.noLocation(userPrincipalName));
    }
    const key = userPrincipalName.toLowerCase();
    if (names.has(key)) throw refuse(SAYS.twice(userPrincipalName));
    names.add(key);
  }
  function checkRecipients(recipients: readonly string[]): void {
    const [problem] = parseRecipients(recipients.join('\n'), recipientDomains).problems;
    if (problem !== undefined) throw refuse(problem.message);
  }
  for await (const some of inTurns(people)) some.forEach(checkOne);
  checkRecipients(settings.recipients);
  for await (const some of inTurns(people)) {
    for (const { recipients = [] } of some) checkRecipients(recipients);
  }
}
