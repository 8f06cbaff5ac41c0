import { type Act, PERSON_FIELDS, type PersonField, type PersonState } from '../../domain/acts.ts';
import { checkDomain } from '../../domain/domains.ts';
import { splitUserName } from '../../domain/names/userName.ts';
import { checkPerson, tidyValue } from '../../domain/personRules.ts';
import type { Problem } from '../../domain/terms.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import { findManager } from '../people/findManager.ts';
import { PERSON_WORDS } from '../people/words.ts';
import type { Directory } from '../ports/directory.ts';
import type { ChangeValues } from './changeDraft.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.form;

/** How somebody is, as the form shows it. */
export function valuesOf(state: PersonState): ChangeValues {
  return {
    fields: state.fields,
    userName: state.userPrincipalName,
    manager: state.manager?.userPrincipalName ?? '',
    signIn: state.accountEnabled === false ? 'blocked' : 'allowed',
    signOut: 'no',
    reason: '',
  };
}

function problem(property: Problem['property'], value: string, code: string, message: string): Problem {
  return { property, value, code, severity: 'error', message };
}

/** What somebody typed anew; what the form was opened with may be untidy. What others changed since the form was opened stays as they made it. */
function changedFields(before: ChangeValues, values: ChangeValues): Partial<Record<PersonField, string>> {
  const changed = PERSON_FIELDS.flatMap((name): [PersonField, string][] => {
    const value = tidyValue(values.fields[name] ?? '');
    return value === tidyValue(before.fields[name] ?? '') ? [] : [[name, value]];
  });
  return Object.fromEntries(changed);
}

/** The form shows the first of them: only that one is changed. */
function describeMails(
  { fields: { otherMails: shown } }: ChangeValues,
  { otherMails: typed }: Partial<Record<PersonField, string>>,
): Pick<Act & { kind: 'fields' }, 'mails'> {
  if (typed === undefined) return {};
  return { mails: { from: shown ? [shown] : [], to: typed === '' ? [] : [typed] } };
}

function checkFields(set: Partial<Record<PersonField, string>>): Problem[] {
  const problems = checkPerson(set).filter(({ property }) => Object.hasOwn(set, property));
  // Microsoft: "user resource type": usageLocation is not nullable.
  if (set.usageLocation !== '') return problems;
  return [...problems, problem('usageLocation', '', 'MISSING', SAYS.location)];
}

async function checkUserName(
  directory: Directory,
  { domains, refusedDomains }: CustomerFacts,
  objectId: string,
  userPrincipalName: string,
): Promise<Problem[]> {
  const written = checkPerson({ userPrincipalName, displayName: 'x' });
  if (written.length > 0) return written;
  const { localPart, domain = '' } = splitUserName(userPrincipalName);
  const wrong = checkDomain(domain, [...domains, ...refusedDomains]);
  if (wrong !== undefined) {
    const { suggestion, ...rest } = wrong;
    const whole = suggestion === undefined ? {} : { suggestion: `${localPart}@${suggestion}` };
    return [{ ...rest, value: userPrincipalName, ...whole }];
  }
  const taken = await directory.findTaken([userPrincipalName]);
  const other = taken.find(({ by, deleted }) => !deleted && by.id !== objectId);
  if (other === undefined) return [];
  const message = PERSON_WORDS.userName.taken(userPrincipalName, other.by.displayName);
  return [problem('userPrincipalName', userPrincipalName, 'NAME_TAKEN', message)];
}

/**
 * What a form asks for: the acts that lead from how it was opened to how it is now, and what is wrong with them. Throws
 * what the directory throws.
 */
export async function listChanges(
  directory: Directory,
  facts: CustomerFacts,
  objectId: string,
  before: ChangeValues,
  values: ChangeValues,
): Promise<{ acts: Act[]; problems: Problem[] }> {
  const acts: Act[] = [];
  const problems: Problem[] = [];
  const set = changedFields(before, values);
  if (Object.keys(set).length > 0) {
    acts.push({ kind: 'fields', set, ...describeMails(before, set) });
    problems.push(...checkFields(set));
  }
  const userPrincipalName = tidyValue(values.userName);
  if (userPrincipalName !== tidyValue(before.userName)) {
    acts.push({ kind: 'rename', userPrincipalName });
    problems.push(...(await checkUserName(directory, facts, objectId, userPrincipalName)));
  }
  const manager = tidyValue(values.manager);
  if (manager.toLowerCase() !== tidyValue(before.manager).toLowerCase()) {
    const found = manager === '' ? undefined : await findManager(directory, manager);
    if (found !== undefined && 'problem' in found) problems.push(found.problem);
    else if (found?.manager.id === objectId) {
      problems.push(problem('manager', manager, 'VALUE_INVALID', SAYS.ownManager));
    } else acts.push({ kind: 'manager', ...found });
  }
  if (values.signIn !== before.signIn) acts.push({ kind: values.signIn === 'blocked' ? 'block' : 'allow' });
  if (values.signOut === 'yes') acts.push({ kind: 'signOut' });
  if (acts.length + problems.length === 0) {
    problems.push(problem('file', '', 'ALREADY_DONE', SAYS.same));
  }
  return { acts, problems };
}
