import { isMadeOfNames, splitUserName } from '../../../domain/names/userName.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import type { Domain } from '../../../domain/tenant.ts';
import type { RosterRow } from '../../../domain/terms.ts';
import type { ColumnChoice } from '../../../roster/columns/chosenColumns.ts';
import { findMailKind } from '../../../roster/columns/guesses/guessMail.ts';
import type { ReadFile } from '../../../roster/readRoster.ts';

/** Rows by which is told whose addresses a column holds: as many as a person would glance at. */
const SAMPLES = 20;

/** A column that says itself that people sign in with what it holds. */
const SIGN_IN =
  /user ?(?:name|id|principal)|log ?-?[io]n|sign ?-?in|\bupn\b|account|benutzer|anmelde|utilisateur|usuario|utente|usuário|gebruiker|użytkownik|uživatel|användar|bruker|bruger/iu;
/** Addresses of before, and those beside somebody's own. */
const OTHER_ADDRESS =
  /\bold\b|previous|former|\balias|\bproxy|second(?:ary)?(?! ?school)|\balt\b|ehemalig|vorherig|frühere|\balte?[rs]?\b|ancien|précédent|anterior|antigu|vecchi|precedente|\boude?\b|vorige|stary|poprzedni|starý|předchozí|gamla?\b|tidigare|gammel|tidligere|vanha|entinen/iu;

/** `Work_Email` as `Work Email`. */
function spellOut(column: string): string {
  return column.normalize('NFC').replace(/_|(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
}

/**
 * Of a file with several columns of addresses: the one whose addresses are of the tenant's own domains, and made of the
 * names beside them, holds the user names, where the column that seems to hold them has only others, which are then
 * the people's own mail. Undefined where the columns stay as they are: only a column of mail addresses gives way, or one
 * without a header, not one for user names, and to none of old or second addresses.
 */
export function preferOwnDomains(
  { reading: { columns, choices, rows, isHeadless }, kept }: ReadFile,
  domains: readonly Domain[],
): ColumnChoice[] | undefined {
  const user = choices.indexOf('userPrincipalName');
  const sampled = rows.slice(0, SAMPLES);
  const header = spellOut(columns[user] ?? '');
  const saysMail = isHeadless === true || (findMailKind(header) !== undefined && !SIGN_IN.test(header));
  if (!saysMail || choices.includes('domain')) return undefined;

  const addressIn = ({ row }: RosterRow, index: number): string => {
    const cell = tidyValue(kept.records[row - 1]?.[index] ?? '');
    return cell.includes('@') ? cell : '';
  };
  const isOwn = (address: string): boolean => {
    const { domain = '' } = splitUserName(address);
    return domains.some(({ id }) => id.toLowerCase() === domain.toLowerCase());
  };
  const addresses = sampled.map((row) => addressIn(row, user)).filter((address) => address !== '');
  if (addresses.length * 2 <= sampled.length || addresses.some(isOwn)) return undefined;

  const holdsTheirs = (index: number): boolean => {
    const theirs = sampled.filter((row) => {
      const address = addressIn(row, index);
      return isOwn(address) && isMadeOfNames(splitUserName(address).localPart, row.person);
    });
    return theirs.length * 2 > sampled.length;
  };
  const index = choices.findIndex(
    (choice, at) =>
      (choice === 'none' || choice === 'otherMails') &&
      !OTHER_ADDRESS.test(spellOut(columns[at] ?? '')) &&
      holdsTheirs(at),
  );
  if (index < 0) return undefined;
  const isFree = !choices.some((choice, at) => choice === 'otherMails' && at !== index);
  return choices.map((choice, at) => {
    if (at === index) return 'userPrincipalName';
    return at === user ? (isFree ? 'otherMails' : 'none') : choice;
  });
}
