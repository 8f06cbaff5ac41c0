import type { ManagerRef, Problem } from '../../domain/terms.ts';
import type { Directory } from '../ports/directory.ts';
import { PERSON_WORDS } from './words.ts';

/** The account that somebody typed as a manager, by user name. Throws what the directory throws. */
export async function findManager(
  directory: Pick<Directory, 'listAccounts'>,
  name: string,
): Promise<{ manager: Required<ManagerRef> } | { problem: Problem }> {
  const [found] = await directory.listAccounts([name]);
  if (found === undefined) {
    const message = PERSON_WORDS.managerNotFound(name);
    return { problem: { property: 'manager', value: name, code: 'NOT_FOUND', severity: 'error', message } };
  }
  const { id, userPrincipalName } = found;
  return { manager: { id, userPrincipalName } };
}
