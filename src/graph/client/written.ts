import type { Account } from '../../domain/terms.ts';
import type { GraphAnswer } from './graphAnswer.ts';
import { property, textProperty } from './json.ts';

/**
 * What Graph says once it has done a write. A success that looks otherwise may come from something that stands in between
 * and answers in its place, so that nobody knows what was done.
 */
export type Written = (answer: GraphAnswer) => boolean;

/** Microsoft: "Update user", "Delete user", "Assign manager", "Add members": 204 and no body. */
export const nothingToSay: Written = ({ status }) => status === 204;

/** Microsoft: "user: assignLicense": 200 and the user, whose example there has licenses and no id. */
export function saysUser(objectId: Account['id']): Written {
  return ({ body }) =>
    property(body, 'id') === undefined
      ? Array.isArray(property(body, 'assignedLicenses'))
      : textProperty(body, 'id').toLowerCase() === objectId.toLowerCase();
}

/** Microsoft: "user: revokeSignInSessions": 204, or 200 and `{"value": true}`. */
export const saysTrue: Written = ({ status, body }) => status === 204 || property(body, 'value') === true;

/** For what reads the whole answer itself. */
export const saysMore: Written = () => true;
