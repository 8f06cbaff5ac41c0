import { splitUserName, type UmlautSpelling, variantsOf } from '../../domain/names/userName.ts';
import type { Person, Problem } from '../../domain/terms.ts';
import { sayDeleted } from '../../roster/check/checkUserNames.ts';
import type { Directory } from '../ports/directory.ts';
import { PERSON_WORDS } from './words.ts';

const { userName: SAYS } = PERSON_WORDS;

/** What the directory says about one user name, and about the ones that could stand in for it. */
export interface NameCheck {
  userPrincipalName: string;
  problems: Problem[];
  /** Object id of whoever had it and can be restored here instead. */
  restorable?: string;
}

function sayTaken(userPrincipalName: string, holder: string, free: string | undefined): Problem {
  return {
    property: 'userPrincipalName',
    value: userPrincipalName,
    code: 'NAME_TAKEN',
    severity: 'error',
    message: SAYS.taken(userPrincipalName, holder),
    ...(free === undefined ? {} : { suggestion: free }),
  };
}

function sayChosen(wanted: string, chosen: string, gone: string | undefined): Problem {
  return {
    property: 'userPrincipalName',
    value: chosen,
    code: 'NAME_CHOSEN',
    severity: 'note',
    message: gone === undefined ? SAYS.inUse(wanted, chosen) : SAYS.ofDeleted(wanted, chosen, gone),
  };
}

/**
 * Looks a user name up, together with its variants, in one call. A typed name that is taken is an error with a free
 * one as suggestion; a name that we made of the person's gives way to the first free one, with a note. Throws what
 * the directory throws.
 */
export async function checkUserNameIsFree(
  directory: Directory,
  person: Person,
  typed: boolean,
  umlauts?: UmlautSpelling,
): Promise<NameCheck> {
  const wanted = person.userPrincipalName;
  const { localPart, domain = '' } = splitUserName(wanted);
  const variants = variantsOf(localPart, person, umlauts).map((variant) => `${variant}@${domain}`);
  const found = await directory.findTaken([wanted, ...variants]);
  const inUse = new Set(found.map(({ userPrincipalName }) => userPrincipalName.toLowerCase()));
  const holders = found.filter((one) => one.userPrincipalName.toLowerCase() === wanted.toLowerCase());
  const live = holders.find(({ deleted }) => !deleted);
  const deleted = holders[0];
  const free = variants.find((variant) => !inUse.has(variant.toLowerCase()));

  if (deleted === undefined) return { userPrincipalName: wanted, problems: [] };
  const restorable = live === undefined && !deleted.by.synced ? { restorable: deleted.by.id } : {};
  if (!typed && free !== undefined) {
    const gone = live === undefined ? deleted.by.displayName : undefined;
    return { userPrincipalName: free, ...restorable, problems: [sayChosen(wanted, free, gone)] };
  }
  return {
    userPrincipalName: wanted,
    ...restorable,
    problems: [
      live === undefined ? sayDeleted(wanted, deleted.by) : sayTaken(wanted, live.by.displayName, free),
    ],
  };
}
