import { RollcallError } from '../../domain/errors.ts';
import type { FailureDetail, GraphFailure } from './failure.ts';
import type { Meaning, Operation } from './meaning.ts';
import { MEANINGS } from './meanings.ts';

type Fits = (failure: GraphFailure) => boolean;

interface Row {
  meaning: Meaning;
  fits: Fits;
  /** None: of any operation. */
  of: readonly Operation[];
}

const row = (meaning: Meaning, fits: Fits, ...of: readonly Operation[]): Row => ({ meaning, fits, of });
const detailCode =
  (pattern: RegExp): Fits =>
  ({ details }) =>
    details.some(({ code }) => pattern.test(code));
/** Each of the patterns, in one message: one pattern with gaps in it would take the square of a long message. */
const says =
  (...patterns: readonly RegExp[]): Fits =>
  ({ message, details }) =>
    [message, ...details.map((detail) => detail.message)].some((text) =>
      patterns.every((pattern) => pattern.test(text)),
    );
const hasCode =
  (pattern: RegExp): Fits =>
  ({ codes }) =>
    codes.some((code) => pattern.test(code));
const hasStatus =
  (...statuses: readonly number[]): Fits =>
  ({ status }) =>
    statuses.includes(status);

/** A refusal where the app's role reaches only an administrative unit. */
const isOutside: Fits = ({ status, inUnit }) => status === 403 && inUnit === true;

const CONFLICT = /^(ObjectConflict|ConflictingObjects|PropertyConflict)$/;
const isConflict = ({ code }: FailureDetail): boolean => CONFLICT.test(code);
/** A conflict over something else than the user name. The `User_<guid>` entry only names the other object. */
const isAddressConflict: Fits = ({ details }) =>
  details.some(
    (detail) => isConflict(detail) && /^(proxyAddresses|mail|mailNickname)$/i.test(detail.target),
  ) && !details.some((detail) => isConflict(detail) && /^userPrincipalName$/i.test(detail.target));

const ADDRESS_TAKEN = /same value for property (proxyAddresses|mail|mailNickname) already exists/i;
const SYNCED = /on-premises mastered directory sync/i;
const PASSWORD_MISSING = /password must be specified/i;

/** The most reliable: codes and targets of `error.details`. */
const BY_DETAIL: readonly Row[] = [
  row(MEANINGS.addressHeldElsewhere, isAddressConflict, 'fresh', 'change', 'group', 'manager'),
  row(MEANINGS.addressTaken, isAddressConflict),
  row(MEANINGS.nameTaken, detailCode(CONFLICT)),
  row(
    MEANINGS.passwordRefused,
    (failure) =>
      failure.details.some(({ target }) => /^password/i.test(target)) && !says(PASSWORD_MISSING)(failure),
  ),
  row(MEANINGS.noSeats, detailCode(/^CountViolation$/)),
  row(MEANINGS.licenseExclusive, detailCode(/^MutuallyExclusiveViolation$/)),
  row(MEANINGS.licenseDependency, detailCode(/^DependencyViolation$/)),
  row(MEANINGS.locationProhibited, detailCode(/^ProhibitedInUsageLocationViolation$/)),
  // Microsoft: "Identify and resolve license assignment problems": a proxy address that somebody else has too.
  row(MEANINGS.addressHeldElsewhere, detailCode(/^UniquenessViolation$/)),
];

/** Microsoft says that messages can change; for licenses and passwords nothing else tells the cases apart. */
const BY_MESSAGE: readonly Row[] = [
  row(MEANINGS.addressHeldElsewhere, says(ADDRESS_TAKEN), 'fresh', 'change', 'group', 'manager'),
  row(MEANINGS.addressTaken, says(ADDRESS_TAKEN)),
  row(MEANINGS.nameTaken, says(/same value for property /i, / already exists/i)),
  row(MEANINGS.nameTaken, says(/conflicting object with one or more of the specified property values/i)),
  row(MEANINGS.noPassword, says(PASSWORD_MISSING)),
  row(MEANINGS.passwordRefused, says(/password/i, /comply|complexity|banned|too (weak|common|short)/i)),
  row(MEANINGS.domainNotVerified, says(/domain portion /i, /is invalid/i)),
  row(MEANINGS.domainNotVerified, says(/one of the verified domain names/i)),
  row(MEANINGS.domainFederated, says(/immutableId|federated/i)),
  row(MEANINGS.userNameInvalid, says(/property '?userPrincipalName'?( of resource 'User')? is invalid/i)),
  row(MEANINGS.userNameInvalid, says(/invalid value specified for property 'userPrincipalName'/i)),
  row(MEANINGS.noSeats, says(/does not have any available licenses|not enough licenses/i)),
  row(MEANINGS.locationSettling, says(/user with invalid usage location/i)),
  row(MEANINGS.locationInvalid, says(/invalid value specified for property 'usageLocation'/i)),
  row(MEANINGS.licenseDependency, says(/depends on the service plan/i)),
  row(MEANINGS.licenseExclusive, says(/mutually exclusive/i)),
  row(MEANINGS.licenseUnknown, says(/does not correspond to a valid company license/i)),
  row(MEANINGS.licenseNotForPeople, says(/license/i, /cannot be assigned to a user/i)),
  row(MEANINGS.licenseInherited, says(/inherited from a group membership/i)),
  row(MEANINGS.licenseNotHeld, says(/does not have a corresponding license/i)),
  row(MEANINGS.alreadyMember, says(/added object references already exist/i)),
  row(MEANINGS.groupKeptByExchange, says(/mail-enabled security groups? and.?or distribution list/i)),
  row(MEANINGS.groupSynced, says(SYNCED), 'group'),
  row(MEANINGS.personSynced, says(SYNCED)),
  row(MEANINGS.keptByAnotherService, says(/originated within an external service/i)),
  row(MEANINGS.valueInvalid, says(/(value is required|invalid value specified) for property/i)),
  row(MEANINGS.valueInvalid, says(/node found for /i, / expected/i)),
  // msgraph-sdk-java#368.
  row(MEANINGS.valuesInvalid, says(/one or more properties contains? invalid values/i)),
  // Passes by itself on a create; Terraform's azuread provider sends the same again.
  row(
    MEANINGS.valuesDoubted,
    says(/one or more property values specified (is|are) invalid/i),
    'create',
    'createInUnit',
  ),
  row(MEANINGS.valuesInvalid, says(/one or more property values specified (is|are) invalid/i)),
  // Microsoft: "Restricted management administrative units": of admins and apps without a role over that unit.
  row(MEANINGS.restrictedUnit, says(/restricted management administrative unit/i)),
  row(MEANINGS.passNotAllowed, says(/UserCredentialPolicy does not allow/i)),
];

/** The directory's own throttling answers 503 with this code. */
const THROTTLED_BY_CODE = row(
  MEANINGS.throttled,
  hasCode(/^(Request_ThrottledTemporarily|TooManyRequests)$/),
);

const BY_CODE: readonly Row[] = [
  row(MEANINGS.appNotAccepted, hasCode(/^Authorization_Identity(Disabled|NotFound)$/)),
  row(MEANINGS.credentialsRefused, hasStatus(401)),
  row(MEANINGS.principalQuotaExceeded, says(/quota limit for the principal/i)),
  row(MEANINGS.quotaExceeded, hasCode(/^Directory_QuotaExceeded$/)),
  row(MEANINGS.pageExpired, hasCode(/^Directory_ExpiredPageToken$/)),
  THROTTLED_BY_CODE,
  // 424 is how $batch answered for throttled items before it answered 429 for each.
  row(MEANINGS.throttled, hasStatus(429, 424)),
  row(MEANINGS.nameTaken, hasCode(/^Request_MultipleObjectsWithSameKeyValue$/)),
  row(MEANINGS.concurrentWrite, hasCode(/^Directory_ConcurrencyViolation$/)),
  row(MEANINGS.needsPremium, hasCode(/^Authentication_RequestFromNonPremiumTenantOrB2CTenant$/)),
  row(MEANINGS.unitClosed, hasStatus(403), 'createInUnit'),
  row(MEANINGS.unitUnknown, hasStatus(404), 'createInUnit'),
  row(MEANINGS.unitSettling, isOutside, 'fresh'),
  row(MEANINGS.outsideUnit, isOutside),
  row(MEANINGS.forbidden, hasStatus(403)),
  // Microsoft: "Outlook mail API": no mailbox, or one on-premises.
  row(MEANINGS.noMailbox, hasCode(/^MailboxNotEnabledForRESTAPI$/)),
  row(MEANINGS.groupOrPersonNotFound, hasStatus(404), 'group'),
  row(MEANINGS.managerOrPersonNotFound, hasStatus(404), 'manager'),
  row(MEANINGS.notFound, hasStatus(404)),
  row(MEANINGS.directoryRefused, ({ status }) => status >= 400 && status < 500 && status !== 408),
];

/** The meaning of a failure of this operation: details tell before the message, the message before code and status. */
export function findMeaning(failure: GraphFailure, operation: Operation = 'create'): Meaning {
  // A server error is no statement about values, whatever its text mentions; only throttling is sure.
  const rows = failure.status >= 500 ? [THROTTLED_BY_CODE] : [...BY_DETAIL, ...BY_MESSAGE, ...BY_CODE];
  const isOf = ({ of }: Row): boolean => of.length === 0 || of.includes(operation);
  return rows.find((one) => isOf(one) && one.fits(failure))?.meaning ?? MEANINGS.directoryDown;
}

/** The error a person sees. `done` says what was and was not done. */
export function toError(failure: GraphFailure, done?: string, operation?: Operation): RollcallError {
  const { code, message, next } = findMeaning(failure, operation);
  return new RollcallError(code, typeof message === 'string' ? message : message(failure), {
    next,
    ...(done === undefined ? {} : { done }),
    detail: {
      status: failure.status,
      graphCode: failure.codes[0],
      target: failure.details[0]?.target,
      requestId: failure.requestId,
    },
  });
}

/** No whole answer came: a timeout, a reset, a torn body. */
export function lostError(cause: unknown, done?: string): RollcallError {
  return new RollcallError('DIRECTORY_DOWN', "Microsoft 365 didn't answer.", {
    next: MEANINGS.directoryDown.next,
    ...(done === undefined ? {} : { done }),
    cause,
  });
}
