import type { Account } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { quote, withQuery } from '../client/odata.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from './account.ts';

const SEARCHED = ['displayName', 'givenName', 'surname', 'userPrincipalName', 'mail', 'mailNickname'];

/**
 * Live accounts of which a name, the user name or the mail address begins with the text, at most `most`. Microsoft:
 * "Advanced query capabilities": nothing more than startswith works for all of these without them.
 */
export async function findPeople(client: GraphClient, text: string, most: number): Promise<Account[]> {
  const wanted = text.trim();
  if (wanted === '') return [];
  const path = withQuery('/users', {
    $filter: SEARCHED.map((name) => `startswith(${name},${quote(wanted)})`).join(' or '),
    $select: ACCOUNT_PROPERTIES.join(','),
    $top: String(most),
  });
  // One page: what is beyond `most` is not wanted.
  return (await client.readPage('findPeople', path, userShape)).map(toAccount);
}
