import { parseRecipients } from '../../../domain/recipients.ts';
import type { ManagerRef, Problem } from '../../../domain/terms.ts';
import { ROSTER_PROBLEMS } from '../words.ts';
import { ownProblem } from './ownProblem.ts';

const words = ROSTER_PROBLEMS.toManager;

/** Stands for the address of the row's own manager; no address is a word alone. */
const MANAGER = /(?<=^|[\r\n,; ])manager(?=$|[\r\n,; ])/gi;

/**
 * Who gets the password of one row: addresses, and `manager` for the mail address of the row's manager.
 *
 * @param manager as it was understood; undefined: the row names none; `wrong`: it does, and that is an error
 * of its own; `unknown`: somebody who was not found, without whom the person is created
 * @param mail of that manager's account
 */
export function readOwnRecipients(
  text: string,
  { manager, mail }: { manager: ManagerRef | 'wrong' | 'unknown' | undefined; mail: string | undefined },
  allowedDomains: readonly string[] | undefined,
): { recipients: string[]; problems: Problem[] } {
  if (text.search(MANAGER) === -1) return parseRecipients(text, allowedDomains);
  if (manager === 'wrong') return { recipients: [], problems: [] };
  if (mail === undefined) {
    const message = sayNoMail(manager);
    return { recipients: [], problems: [ownProblem('recipients', text, 'RECIPIENT_INVALID', message)] };
  }
  return parseRecipients(
    text.replace(MANAGER, () => mail),
    allowedDomains,
  );
}

function sayNoMail(manager: ManagerRef | 'unknown' | undefined): string {
  if (manager === 'unknown') {
    return words.notFound;
  }
  if (manager === undefined) {
    return words.none;
  }
  const { id, userPrincipalName } = manager;
  return id === undefined ? words.isNew(userPrincipalName) : words.noMail(userPrincipalName);
}
