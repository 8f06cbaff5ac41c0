import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { PERSON_FIELDS, type PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Group } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { readIfThere } from '../client/readIfThere.ts';
import { type NamedAs, text } from '../client/shapes.ts';
import { listGroups } from '../groups/listGroups.ts';
import { HOLDINGS_PROPERTIES, holdingsShape, toHoldings } from '../licenses/readHoldings.ts';
import { listManagers } from './listManagers.ts';
import { membershipShape } from './readProfile.ts';

const texts = z.array(z.string()).nullish();
const stateShape = holdingsShape.extend({
  mail: text,
  userType: text,
  givenName: text,
  surname: text,
  jobTitle: text,
  department: text,
  officeLocation: text,
  businessPhones: texts,
  mobilePhone: text,
  faxNumber: text,
  otherMails: texts,
  streetAddress: text,
  city: text,
  state: text,
  postalCode: text,
  country: text,
} satisfies NamedAs<GraphUser>);

/** Microsoft: "List a user's direct memberships": it needs Directory.Read.All. Undefined without. */
async function readGroups(client: GraphClient, userPath: string): Promise<Group[] | undefined> {
  const path = withQuery(`${userPath}/memberOf`, { $select: 'id,displayName' });
  try {
    const memberships = await client.readAll('readState.groups', path, membershipShape);
    const ids = memberships
      .filter((one) => one['@odata.type'] === '#microsoft.graph.group')
      .map(({ id }) => id);
    const wanted = new Set(ids.map((id) => id.toLowerCase()));
    // A group may be named like an id.
    return (await listGroups(client, ids)).filter(({ id }) => wanted.has(id.toLowerCase()));
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === 'FORBIDDEN') return undefined;
    // Deleted between the two reads.
    if (error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

/** GET /users/{id} with every field, its licenses, its manager and the groups it is in itself. */
export async function readState(client: GraphClient, objectId: string): Promise<PersonState | undefined> {
  const userPath = `/users/${encodeURIComponent(objectId)}`;
  const $select = [...new Set([...HOLDINGS_PROPERTIES, ...PERSON_FIELDS, 'mail', 'userType'])].join(',');
  const [user, managers, groups] = await Promise.all([
    readIfThere(client, 'readState', withQuery(userPath, { $select }), stateShape),
    listManagers(client, [objectId]),
    readGroups(client, userPath),
  ]);
  if (user === undefined) return undefined;
  const manager = managers.get(objectId);
  const fields = PERSON_FIELDS.flatMap((name) => {
    const value = user[name];
    const one = Array.isArray(value) ? value[0] : value;
    return one ? [[name, one]] : [];
  });
  return {
    ...toHoldings(user),
    fields: Object.fromEntries(fields),
    otherMails: user.otherMails ?? [],
    ...(user.userType === 'Guest' ? { guest: true as const } : {}),
    ...(manager === undefined
      ? {}
      : {
          manager: {
            id: manager.id,
            displayName: manager.displayName,
            userPrincipalName: manager.userPrincipalName,
          },
        }),
    ...(groups === undefined ? {} : { groups }),
  };
}
