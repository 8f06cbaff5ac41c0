import type { Meaning } from './meaning.ts';
import { UNIT_MEANINGS } from './unitMeanings.ts';

/** `'jobTitle'` in "Invalid value specified for property 'jobTitle' of resource 'User'.": a property, not a value. */
const NAMED_PROPERTY = /(?:for property '|found for )([A-Za-z][A-Za-z0-9]{0,63})\b/;

/** Every kind of failure that Rollcall tells apart, with the sentences for helpdesk staff. */
export const MEANINGS = {
  nameTaken: {
    code: 'NAME_TAKEN',
    nature: 'conflict',
    message: 'This user name is already in use in the directory.',
    next: 'Choose another user name, or look in Microsoft 365 whether the person already exists or was deleted in the last 30 days.',
  },
  addressTaken: {
    code: 'NAME_TAKEN',
    nature: 'conflict',
    message: 'Another person, group or contact in the directory already has this mail address.',
    next: 'Choose another user name, or take the address away from the other object first.',
  },
  addressHeldElsewhere: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message:
      'Another person, group or contact in the directory has a mail address of this person, so Microsoft 365 changes nothing.',
    next: 'Ask an admin to take the address away from one of them, then try again.',
  },
  noPassword: {
    code: 'VALUE_INVALID',
    nature: 'refused',
    message: 'Microsoft 365 got no password for this person.',
    next: 'Try again. If it happens again, tell the person who runs Rollcall.',
  },
  passwordRefused: {
    code: 'PASSWORD_REFUSED',
    nature: 'password',
    message: "The first password does not meet the tenant's password rules.",
    next: "Try again with a new password. If it happens again, ask an admin to check the tenant's list of banned passwords.",
  },
  domainNotVerified: {
    code: 'DOMAIN_NOT_VERIFIED',
    nature: 'refused',
    message: 'The domain of this user name is not a verified domain of the tenant.',
    next: "Choose one of the tenant's domains, or ask an admin to verify this one.",
  },
  domainFederated: {
    code: 'DOMAIN_FEDERATED',
    nature: 'refused',
    message: 'The domain of this user name is federated: its people come from another directory.',
    next: 'Choose a managed domain, or create the person in the directory that this domain comes from.',
  },
  userNameInvalid: {
    code: 'USER_NAME_INVALID',
    nature: 'refused',
    message: 'Microsoft 365 does not accept this user name.',
    next: 'Use letters, digits and . - _ before the @, without accents, and without a period right before the @.',
  },
  noSeats: {
    code: 'NO_SEATS',
    nature: 'refused',
    message: 'No seats of a chosen license are left.',
    next: 'Free or buy seats of this license, or choose another one, then try again.',
  },
  locationSettling: {
    code: 'LOCATION_INVALID',
    nature: 'settling',
    message: 'Microsoft 365 does not see a usage location that allows licenses for this person.',
    next: 'Check that the person has a usage location in Microsoft 365, then try again.',
  },
  locationInvalid: {
    code: 'LOCATION_INVALID',
    nature: 'refused',
    message: 'Microsoft 365 does not accept this usage location.',
    next: 'Give a two-letter country code such as US or GB.',
  },
  locationProhibited: {
    code: 'LOCATION_INVALID',
    nature: 'refused',
    message: 'A chosen license may not be used in the usage location of this person.',
    next: 'Choose another license, or correct the usage location.',
  },
  licenseDependency: {
    code: 'LICENSE_DEPENDENCY',
    nature: 'refused',
    message: 'A chosen license needs another one that this person does not have.',
    next: 'Choose the license it depends on as well, then try again.',
  },
  licenseExclusive: {
    code: 'LICENSE_EXCLUSIVE',
    nature: 'refused',
    message: 'Two of the licenses contain services that exclude each other.',
    next: 'Choose only one of them, then try again.',
  },
  licenseUnknown: {
    code: 'LICENSE_UNKNOWN',
    nature: 'refused',
    message: 'The tenant has no subscription for a chosen license.',
    next: 'Choose a license from the list, which shows what the tenant has now.',
  },
  licenseNotForPeople: {
    code: 'LICENSE_UNKNOWN',
    nature: 'refused',
    message: 'A chosen license is not one for people: it holds for the whole organization or for devices.',
    next: 'Choose another license.',
  },
  licenseInherited: {
    code: 'LICENSE_INHERITED',
    nature: 'refused',
    message: 'The license comes from a group, so it cannot be taken away from the person alone.',
    next: 'Take the person out of the group that gives the license.',
  },
  licenseNotHeld: {
    code: 'NOT_FOUND',
    nature: 'refused',
    message: 'The person does not have this license.',
    next: 'Nothing needs to be taken away; check the licenses of the person in Microsoft 365.',
  },
  valueInvalid: {
    code: 'VALUE_INVALID',
    nature: 'refused',
    message({ message }) {
      const name = NAMED_PROPERTY.exec(message)?.[1];
      return name === undefined
        ? 'Microsoft 365 does not accept a value of this person.'
        : `Microsoft 365 does not accept the value for ${name}.`;
    },
    next: 'Correct or clear this value, then try again.',
  },
  valuesInvalid: {
    code: 'VALUE_INVALID',
    nature: 'refused',
    message: 'Microsoft 365 does not accept a value of this person, and does not say which.',
    next: 'Check the values of the person, above all the ones that are long or unusual, then try again.',
  },
  valuesDoubted: {
    code: 'VALUE_INVALID',
    nature: 'settling',
    message: 'Microsoft 365 does not accept a value of this person, and does not say which.',
    next: 'Check the values of the person, above all the ones that are long or unusual, then try again.',
  },
  appNotAccepted: {
    code: 'APP_NOT_ACCEPTED',
    nature: 'refused',
    message: 'The tenant does not accept the app that Rollcall signs in as.',
    next: 'Ask an admin of the tenant to consent to the app, and to check that it is enabled under Enterprise applications.',
  },
  credentialsRefused: {
    code: 'CREDENTIALS_REFUSED',
    nature: 'refused',
    message: 'Microsoft Graph refused the access token of Rollcall.',
    next: 'Ask the person who runs Rollcall to check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or the certificate).',
  },
  quotaExceeded: {
    code: 'QUOTA_EXCEEDED',
    nature: 'refused',
    message: 'The directory has reached its limit of objects.',
    next: 'Ask an admin to delete objects for good, or to ask Microsoft for a higher limit. Deleted people count as well.',
  },
  principalQuotaExceeded: {
    code: 'QUOTA_EXCEEDED',
    nature: 'refused',
    message: 'The app that Rollcall signs in as has created as many objects as Microsoft allows it: 250.',
    next: 'Ask an admin to give the app the role User Administrator, which lifts that limit, then press Retry. Deleted people count until they are deleted for good.',
  },
  throttled: {
    code: 'THROTTLED',
    nature: 'again',
    message: 'Microsoft 365 asks Rollcall to slow down.',
    next: 'Wait a few minutes, then try again.',
  },
  concurrentWrite: {
    code: 'CONCURRENT_WRITE',
    nature: 'again',
    message: 'The directory was being changed by somebody else at the same moment.',
    next: 'Try again in a minute.',
  },
  needsPremium: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'Microsoft tells who signs in only to tenants with Microsoft Entra ID P1 or P2.',
    next: 'Nothing can be done about it here; the sign-in logs of the Microsoft Entra admin center show the last 7 days.',
  },
  forbidden: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'The app that Rollcall signs in as has no permission for this in the tenant.',
    next: 'Ask an admin of the tenant to grant the permissions that the README lists, and to consent to them.',
  },
  ...UNIT_MEANINGS,
  notFound: {
    code: 'NOT_FOUND',
    nature: 'settling',
    message: 'Microsoft 365 does not find this person.',
    next: 'A new account can take some minutes to be known everywhere. Try again then, and look whether it was deleted meanwhile.',
  },
  noMailbox: {
    code: 'NOT_FOUND',
    nature: 'refused',
    message: 'This person has no mailbox in Microsoft 365, or it is kept on-premises.',
    next: 'There is nothing to set. If there is a mailbox elsewhere, ask whoever runs it.',
  },
  groupOrPersonNotFound: {
    code: 'NOT_FOUND',
    nature: 'settling',
    message: 'Microsoft 365 does not find this person or the group.',
    next: 'A new account can take some minutes to be known everywhere. Try again then, and look whether the person or the group was deleted meanwhile.',
  },
  managerOrPersonNotFound: {
    code: 'NOT_FOUND',
    nature: 'settling',
    message: 'Microsoft 365 does not find this person or their manager.',
    next: 'A new account can take some minutes to be known everywhere. Try again then, and look whether one of them was deleted meanwhile.',
  },
  alreadyMember: {
    code: 'ALREADY_DONE',
    nature: 'refused',
    message: 'The person is in this group already.',
    next: 'There is nothing to do.',
  },
  groupKeptByExchange: {
    code: 'GROUP_CLOSED',
    nature: 'refused',
    message:
      'The group is a distribution list or a mail-enabled security group, which Microsoft Graph cannot change.',
    next: 'Add the person in the Exchange admin center.',
  },
  groupSynced: {
    code: 'GROUP_CLOSED',
    nature: 'refused',
    message: 'The group comes from Active Directory.',
    next: 'Add the person there.',
  },
  personSynced: {
    code: 'SYNCED',
    nature: 'refused',
    message: 'This person comes from Active Directory, and is changed there.',
    next: 'Have it changed in Active Directory; it reaches Microsoft 365 with the next sync.',
  },
  keptByAnotherService: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message: 'This is kept by another service than the directory, usually Exchange, and is changed there.',
    next: 'Ask an admin to change it in the Exchange admin center.',
  },
  pageExpired: {
    code: 'DIRECTORY_DOWN',
    nature: 'refused',
    message: 'Microsoft 365 broke off a long list while Rollcall read it.',
    next: 'Try again: the list is read from its beginning then.',
  },
  passNotAllowed: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message: 'The tenant does not allow a Temporary Access Pass for this person.',
    next: 'Ask an admin to allow it in the Microsoft Entra admin center (Authentication methods → Temporary Access Pass), or give the password instead.',
  },
  directoryRefused: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message: 'Microsoft 365 refused this, and did not say why in a way Rollcall knows.',
    next: 'Check the values of the person. If they are right, give the reference to the person who runs Rollcall.',
  },
  directoryDown: {
    code: 'DIRECTORY_DOWN',
    nature: 'unknown',
    message: 'Microsoft 365 has a problem and gave no usable answer.',
    next: 'Try again in a few minutes.',
  },
} satisfies Record<string, Meaning>;
