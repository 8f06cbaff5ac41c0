import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import { findMeaning, lostError, toError } from '../../../src/graph/client/errors.ts';
import type { GraphFailure } from '../../../src/graph/client/failure.ts';
import type { Nature, Operation } from '../../../src/graph/client/meaning.ts';

const SKU = '05e9a617-0261-4cee-bb44-138d3ef5d965';
const BAD = 'Request_BadRequest';

function failure(
  status: number,
  code: string,
  message: string,
  details: Partial<GraphFailure['details'][number]>[] = [],
): GraphFailure {
  const whole = details.map((detail) => ({ code: '', target: '', message: '', ...detail }));
  return { status, codes: code === '' ? [] : [code], message, details: whole, requestId: 'req-1' };
}

type Case = [what: string, failure: GraphFailure, code: ErrorCode, nature: Nature, says?: RegExp];

const CASES: Case[] = [
  [
    'a user name in use',
    failure(400, BAD, 'Another object with the same value for property userPrincipalName already exists.', [
      { code: 'ObjectConflict', target: 'userPrincipalName' },
    ]),
    'NAME_TAKEN',
    'conflict',
    /user name is already in use/,
  ],
  [
    'a user name in use, told by details alone',
    failure(400, BAD, 'Something new.', [{ code: 'ObjectConflict', target: 'userPrincipalName' }]),
    'NAME_TAKEN',
    'conflict',
  ],
  [
    'a user name in use, told by the message alone',
    failure(400, BAD, 'Another object with the same value for property userPrincipalName already exists.'),
    'NAME_TAKEN',
    'conflict',
    /user name/,
  ],
  [
    'a mail address in use, with the object in the way',
    failure(400, BAD, 'Another object with the same value for property proxyAddresses already exists.', [
      { code: 'ObjectConflict', target: 'proxyAddresses' },
      { code: 'ConflictingObjects', target: 'User_5b1c1a0e-0000-4000-8000-000000000001' },
    ]),
    'NAME_TAKEN',
    'conflict',
    /mail address/,
  ],
  [
    'a mail address in use, told by the message alone',
    failure(400, BAD, 'Another object with the same value for property proxyAddresses already exists.'),
    'NAME_TAKEN',
    'conflict',
    /mail address/,
  ],
  [
    'a mail nickname in use',
    failure(422, 'Request_UnprocessableEntity', '', [{ code: 'PropertyConflict', target: 'mailNickname' }]),
    'NAME_TAKEN',
    'conflict',
    /mail address/,
  ],
  [
    'both in use: the user name is named',
    failure(400, BAD, '', [
      { code: 'ObjectConflict', target: 'proxyAddresses' },
      { code: 'ObjectConflict', target: 'userPrincipalName' },
    ]),
    'NAME_TAKEN',
    'conflict',
    /user name/,
  ],
  [
    'a conflict of the other form',
    failure(
      409,
      BAD,
      'A conflicting object with one or more of the specified property values is present in the directory.',
    ),
    'NAME_TAKEN',
    'conflict',
  ],
  [
    'a conflict told by the code alone',
    failure(400, 'Request_MultipleObjectsWithSameKeyValue', ''),
    'NAME_TAKEN',
    'conflict',
  ],
  [
    'a domain that is not verified',
    failure(
      400,
      BAD,
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    ),
    'DOMAIN_NOT_VERIFIED',
    'refused',
  ],
  [
    'a federated domain',
    failure(400, BAD, "A value is required for property 'onPremisesImmutableId' of resource 'User'."),
    'DOMAIN_FEDERATED',
    'refused',
  ],
  [
    'bad characters in a user name',
    failure(400, BAD, 'Property userPrincipalName is invalid.'),
    'USER_NAME_INVALID',
    'refused',
  ],
  [
    'a bad user name in the other wording',
    failure(400, BAD, "Invalid value specified for property 'userPrincipalName' of resource 'User'."),
    'USER_NAME_INVALID',
    'refused',
  ],
  [
    'a weak password',
    failure(
      400,
      BAD,
      'The specified password does not comply with password complexity requirements. Please provide a different password.',
    ),
    'PASSWORD_REFUSED',
    'password',
  ],
  [
    'a banned password in unknown words, told by the target',
    failure(400, BAD, 'Choose something else.', [{ code: 'Invalid', target: 'passwordProfile' }]),
    'PASSWORD_REFUSED',
    'password',
  ],
  [
    'no password',
    failure(400, BAD, 'A password must be specified to create a new user.', [{ target: 'password' }]),
    'VALUE_INVALID',
    'refused',
    /no password/,
  ],
  [
    'a missing property',
    failure(400, BAD, "A value is required for property 'mailNickname' of resource 'User'."),
    'VALUE_INVALID',
    'refused',
    /mailNickname/,
  ],
  [
    'a value that does not fit',
    failure(400, BAD, "Invalid value specified for property 'jobTitle' of resource 'User'."),
    'VALUE_INVALID',
    'refused',
    /jobTitle/,
  ],
  [
    'a value of a wrong type',
    failure(
      400,
      'BadRequest',
      'When trying to read: StartObject node found for usageLocation, PrimitiveValue expected',
    ),
    'VALUE_INVALID',
    'refused',
    /usageLocation/,
  ],
  [
    'a bad usage location',
    failure(400, BAD, "Invalid value specified for property 'usageLocation' of resource 'User'."),
    'LOCATION_INVALID',
    'refused',
  ],
  [
    'no usage location, or one that is not known everywhere yet',
    failure(400, BAD, 'License assignment cannot be done for user with invalid usage location.'),
    'LOCATION_INVALID',
    'settling',
  ],
  [
    'no seats',
    failure(400, BAD, `Subscription with SKU ${SKU} does not have any available licenses.`),
    'NO_SEATS',
    'refused',
  ],
  [
    'no seats, in the wording of the audit log',
    failure(400, BAD, 'Not enough licenses are available to complete this operation.'),
    'NO_SEATS',
    'refused',
  ],
  ['no seats, by detail', failure(400, BAD, '', [{ code: 'CountViolation' }]), 'NO_SEATS', 'refused'],
  [
    'a missing dependency',
    failure(
      400,
      BAD,
      'License assignment failed because service plan fe71d6c3 depends on the service plan(s) 5dbe027f',
    ),
    'LICENSE_DEPENDENCY',
    'refused',
  ],
  [
    'a missing dependency, by detail',
    failure(400, BAD, '', [{ code: 'DependencyViolation' }]),
    'LICENSE_DEPENDENCY',
    'refused',
  ],
  [
    'licenses that exclude each other',
    failure(400, BAD, 'License assignment failed because service plans a,b are mutually exclusive'),
    'LICENSE_EXCLUSIVE',
    'refused',
  ],
  [
    'licenses that exclude each other, by detail',
    failure(400, BAD, '', [{ code: 'MutuallyExclusiveViolation' }]),
    'LICENSE_EXCLUSIVE',
    'refused',
  ],
  [
    'a license not allowed in a country, by detail',
    failure(400, BAD, '', [{ code: 'ProhibitedInUsageLocationViolation' }]),
    'LOCATION_INVALID',
    'refused',
  ],
  [
    'a license the tenant does not own',
    failure(400, BAD, `License ${SKU} does not correspond to a valid company License.`),
    'LICENSE_UNKNOWN',
    'refused',
  ],
  [
    'a license from a group',
    failure(
      400,
      BAD,
      'User license is inherited from a group membership and it cannot be removed directly from the user.',
    ),
    'LICENSE_INHERITED',
    'refused',
  ],
  [
    'a license that is not held',
    failure(400, BAD, 'User does not have a corresponding license.'),
    'NOT_FOUND',
    'refused',
  ],
  [
    'no permission',
    failure(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    'FORBIDDEN',
    'refused',
  ],
  [
    'a disabled app',
    failure(
      401,
      'Authorization_IdentityDisabled',
      'The identity of the calling application could not be established.',
    ),
    'APP_NOT_ACCEPTED',
    'refused',
  ],
  ['an unknown app', failure(403, 'Authorization_IdentityNotFound', ''), 'APP_NOT_ACCEPTED', 'refused'],
  ['an expired token', failure(401, 'InvalidAuthenticationToken', ''), 'CREDENTIALS_REFUSED', 'refused'],
  [
    'an unknown person',
    failure(
      404,
      'Request_ResourceNotFound',
      "Resource 'x' does not exist or one of its queried reference-property objects are not present.",
    ),
    'NOT_FOUND',
    'settling',
  ],
  [
    'a clash of two changes',
    failure(
      409,
      'Directory_ConcurrencyViolation',
      'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
    ),
    'CONCURRENT_WRITE',
    'again',
  ],
  [
    'a full directory',
    failure(
      403,
      'Directory_QuotaExceeded',
      'The directory object quota limit for the Contoso has been exceeded.',
    ),
    'QUOTA_EXCEEDED',
    'refused',
  ],
  [
    'a temporary access pass that policy forbids',
    failure(
      400,
      '',
      'Converged UserCredentialPolicy does not allow creating or updating this authentication method.',
    ),
    'DIRECTORY_REFUSED',
    'refused',
    /doesn't allow a Temporary Access Pass/,
  ],
  [
    'G9: the limit of an app without a directory role',
    failure(
      403,
      'Directory_QuotaExceeded',
      'The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
    ),
    'QUOTA_EXCEEDED',
    'refused',
    /the app .* limit of 250 objects per app/i,
  ],
  [
    'G9: values that are invalid, told of none',
    failure(400, BAD, 'One or more properties contains invalid values.'),
    'VALUE_INVALID',
    'refused',
    /doesn't say which/,
  ],
  [
    'G9: values of a create that may be taken a moment later',
    failure(400, BAD, 'One or more property values specified are invalid.'),
    'VALUE_INVALID',
    'settling',
    /doesn't say which/,
  ],
  [
    'G9: a license that is not for people',
    failure(400, BAD, `License ${SKU} cannot be assigned to a user.`),
    'LICENSE_UNKNOWN',
    'refused',
    /whole organization or devices/,
  ],
  [
    'G9: a list that broke off',
    failure(400, 'Directory_ExpiredPageToken', 'The specified page token value has expired.'),
    'DIRECTORY_DOWN',
    'refused',
    /cut off a long list/,
  ],
  [
    'G9: a license whose mail address somebody else has',
    failure(400, BAD, 'License assignment failed.', [{ code: 'UniquenessViolation' }]),
    'DIRECTORY_REFUSED',
    'refused',
    /has one of this person's email addresses/,
  ],
  ['throttling', failure(429, 'TooManyRequests', 'Please retry again later.'), 'THROTTLED', 'again'],
  ['throttling without a body', failure(429, '', ''), 'THROTTLED', 'again'],
  ['throttling as older batches say it', failure(424, 'FailedDependency', ''), 'THROTTLED', 'again'],
  [
    "the directory's own throttling",
    failure(
      503,
      'Request_ThrottledTemporarily',
      'Your request is throttled temporarily. Please try after 30 seconds.',
    ),
    'THROTTLED',
    'again',
  ],
  ['an outage', failure(503, 'serviceNotAvailable', ''), 'DIRECTORY_DOWN', 'unknown'],
  ['a server error', failure(500, 'InternalServerError', ''), 'DIRECTORY_DOWN', 'unknown'],
  [
    'a server error that speaks of passwords',
    failure(500, '', 'password complexity service failed', [{ code: 'ObjectConflict' }]),
    'DIRECTORY_DOWN',
    'unknown',
  ],
  ['a gateway that gave up', failure(504, '', ''), 'DIRECTORY_DOWN', 'unknown'],
  ['a request that took too long', failure(408, '', ''), 'DIRECTORY_DOWN', 'unknown'],
  ['a redirect', failure(302, '', ''), 'DIRECTORY_DOWN', 'unknown'],
  ['a refusal nobody has seen', failure(400, BAD, 'Whatever this is.'), 'DIRECTORY_REFUSED', 'refused'],
];

const SYNCED =
  'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.';
const PROXY_CONFLICT = 'Another object with the same value for property proxyAddresses already exists.';
const NOT_THERE =
  "Resource 'x' does not exist or one of its queried reference-property objects are not present.";

describe('G1, G9: one answer of Graph, worded by the operation that it refuses', () => {
  it.each<[string, GraphFailure, Operation, ErrorCode, RegExp]>([
    ['a synced person', failure(400, BAD, SYNCED), 'change', 'SYNCED', /^This person is managed in Active/],
    [
      'a synced person’s manager',
      failure(400, BAD, SYNCED),
      'manager',
      'SYNCED',
      /^This person is managed in/,
    ],
    ['a synced group', failure(400, BAD, SYNCED), 'group', 'GROUP_CLOSED', /^The group is managed in Active/],
    [
      'an address, of somebody new',
      failure(400, BAD, PROXY_CONFLICT),
      'create',
      'NAME_TAKEN',
      /already has this/,
    ],
    [
      'an address, when a location is set',
      failure(400, BAD, PROXY_CONFLICT, [{ code: 'ObjectConflict', target: 'proxyAddresses' }]),
      'change',
      'DIRECTORY_REFUSED',
      /has one of this person's email addresses/,
    ],
    ['a deleted group', failure(404, '', NOT_THERE), 'group', 'NOT_FOUND', /this person or the group/],
    [
      'a deleted manager',
      failure(404, '', NOT_THERE),
      'manager',
      'NOT_FOUND',
      /this person or their manager/,
    ],
    ['a deleted person', failure(404, '', NOT_THERE), 'change', 'NOT_FOUND', /can't find this person\.$/],
    [
      'what Exchange keeps',
      failure(
        400,
        BAD,
        'Unable to update the specified properties for objects that have originated within an external service.',
      ),
      'change',
      'DIRECTORY_REFUSED',
      /usually Exchange/,
    ],
  ])('%s', (_what, given, operation, code, says) => {
    const error = toError(given, 'Nothing was changed.', operation);
    expect(error).toMatchObject({ code, message: expect.stringMatching(says) });
    if (operation !== 'create') expect(error.next).not.toContain('user name');
  });
});

describe("Graph's error answers", () => {
  it.each(CASES)('%s', (_what, given, code, nature, says) => {
    expect(findMeaning(given)).toMatchObject({ code, nature });
    const error = toError(given, 'Nothing was created.');
    expect(error).toMatchObject({ code, done: 'Nothing was created.' });
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    expect(error.next).toMatch(/^[A-Z].*\.$/);
    if (says !== undefined) expect(error.message).toMatch(says);
  });

  it("never repeats Graph's own words to a person, and keeps its request id for the log", () => {
    const error = toError(failure(400, BAD, 'Whatever jane.doe@contoso.com is.'));
    expect(`${error.message} ${error.next}`).not.toContain('jane.doe');
    expect(error.detail).toEqual({ status: 400, graphCode: BAD, target: undefined, requestId: 'req-1' });
  });

  it('takes a property name from a message, and nothing that is no name', () => {
    const message = "Invalid value specified for property '<b>@everyone</b>' of resource 'User'.";
    expect(toError(failure(400, BAD, message)).message).toBe(
      "Microsoft 365 doesn't accept one of this person's values.",
    );
  });

  it('calls a lost answer an outage', () => {
    expect(lostError(new Error('reset'))).toMatchObject({ code: 'DIRECTORY_DOWN', done: undefined });
  });
});
