import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import type { Person } from '../../domain/terms.ts';
import type { CreateIntent } from '../../service/ports/directory.ts';
import type { MarkerAttribute } from './lookUpAccount.ts';

/** The properties of a user that can hold such a value. */
type Holding<Value> = {
  [Name in keyof GraphUser as Value extends GraphUser[Name] ? Name : never]: unknown;
};

/** Person properties that go into the body as they are. */
const TEXTS = [
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'officeLocation',
  'mobilePhone',
  'faxNumber',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'employeeId',
  'usageLocation',
] as const satisfies readonly (keyof Person & keyof Holding<string>)[];
/** Graph holds a collection for these, and a Person one value. */
const COLLECTIONS = ['businessPhones', 'otherMails'] as const satisfies readonly (keyof Person &
  keyof Holding<string[]>)[];

/** Microsoft: "user resource type", mailNickname. */
const NICKNAME_LENGTH = 64;

/**
 * A legal mailNickname from the part before the @. Microsoft: "group resource type" excludes these characters and
 * Exchange a leading period; a user name can hold neither, but this is not the place to find out.
 */
function nicknameOf(userPrincipalName: string): string {
  const localPart = userPrincipalName.split('@')[0] ?? '';
  const legal = localPart.replace(/[^\x21-\x7e]|[@()\\[\]";:<>,]/g, '').replace(/^\.+/, '');
  return legal.slice(0, NICKNAME_LENGTH) || 'user';
}

/** The body of POST /users. It holds the password in the clear: made right before it is sent, and never kept. */
export function toUserBody(intent: CreateIntent, markerAttribute: MarkerAttribute): GraphUser {
  const { person } = intent;
  const texts = TEXTS.flatMap((name) => (person[name] ? [[name, person[name]]] : []));
  const collections = COLLECTIONS.flatMap((name) => (person[name] ? [[name, [person[name]]]] : []));
  return {
    userPrincipalName: person.userPrincipalName,
    displayName: person.displayName,
    mailNickname: person.mailNickname || nicknameOf(person.userPrincipalName),
    accountEnabled: intent.accountEnabled,
    ...Object.fromEntries(texts),
    ...Object.fromEntries(collections),
    passwordProfile: { forceChangePasswordNextSignIn: true, password: intent.password.reveal() },
    onPremisesExtensionAttributes: { [markerAttribute]: intent.operationId },
  };
}
