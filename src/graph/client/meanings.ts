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
    next: 'Choose another user name, or check in Microsoft 365 whether the person already exists or was deleted in the last 30 days.',
  },
  addressTaken: {
    code: 'NAME_TAKEN',
    nature: 'conflict',
    message: 'Another person, group, or contact in the directory already has this email address.',
    next: 'Choose another user name, or remove the address from the other account first.',
  },
  addressHeldElsewhere: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message:
      "Another person, group, or contact in the directory has one of this person's email addresses, so Microsoft 365 changed nothing.",
    next: 'Ask an admin to remove the address from one of them, then try again.',
  },
  noPassword: {
    code: 'VALUE_INVALID',
    nature: 'refused',
    message: 'Microsoft 365 received no password for this person.',
    next: 'Try again. If it happens again, tell the person who runs Rollcall.',
  },
  passwordRefused: {
    code: 'PASSWORD_REFUSED',
    nature: 'password',
    message: "The new password doesn't meet the tenant's password rules.",
    next: "Try again with a new password. If it happens again, ask an admin to check the tenant's banned password list.",
  },
  domainNotVerified: {
    code: 'DOMAIN_NOT_VERIFIED',
    nature: 'refused',
    message: "The domain of this user name isn't a verified domain of the tenant.",
    next: "Choose one of the tenant's domains, or ask an admin to verify this one.",
  },
  domainFederated: {
    code: 'DOMAIN_FEDERATED',
    nature: 'refused',
    message: 'The domain of this user name is federated: its people are managed in another directory.',
    next: 'Choose a managed domain, or create the person in that other directory.',
  },
  userNameInvalid: {
    code: 'USER_NAME_INVALID',
    nature: 'refused',
    message: "Microsoft 365 doesn't accept this user name.",
    next: 'Before the @, use letters without accents, digits, and . - _, but no period right before the @.',
  },
  noSeats: {
    code: 'NO_SEATS',
    nature: 'refused',
    message: 'No seats of a chosen license are left.',
    next: 'Free up or buy seats, or choose another license, then try again.',
  },
  locationSettling: {
    code: 'LOCATION_INVALID',
    nature: 'settling',
    message: "Microsoft 365 doesn't see a usage location for this person that allows licenses.",
    next: 'Check that the person has a usage location in Microsoft 365, then try again.',
  },
  locationInvalid: {
    code: 'LOCATION_INVALID',
    nature: 'refused',
    message: "Microsoft 365 doesn't accept this usage location.",
    next: 'Enter a two-letter country code such as US or GB.',
  },
  locationProhibited: {
    code: 'LOCATION_INVALID',
    nature: 'refused',
    message: "One of the licenses can't be used in this person's location.",
    next: 'Choose another license, or correct the location.',
  },
  licenseDependency: {
    code: 'LICENSE_DEPENDENCY',
    nature: 'refused',
    message: "One of the licenses needs another one that this person doesn't have.",
    next: 'Add the license it depends on, then try again.',
  },
  licenseExclusive: {
    code: 'LICENSE_EXCLUSIVE',
    nature: 'refused',
    message: 'Two of the licenses contain conflicting services.',
    next: 'Choose only one of them, then try again.',
  },
  licenseUnknown: {
    code: 'LICENSE_UNKNOWN',
    nature: 'refused',
    message: 'The tenant has no subscription for one of the licenses.',
    next: 'Choose a license from the list. It shows what the tenant has now.',
  },
  licenseNotForPeople: {
    code: 'LICENSE_UNKNOWN',
    nature: 'refused',
    message: "One of the licenses isn't for people: it covers the whole organization or devices.",
    next: 'Choose another license.',
  },
  licenseInherited: {
    code: 'LICENSE_INHERITED',
    nature: 'refused',
    message: "The license comes from a group, so it can't be removed from this person alone.",
    next: 'Remove the person from the group that assigns the license.',
  },
  licenseNotHeld: {
    code: 'NOT_FOUND',
    nature: 'refused',
    message: "The person doesn't have this license.",
    next: "There is nothing to remove. Check the person's licenses in Microsoft 365.",
  },
  valueInvalid: {
    code: 'VALUE_INVALID',
    nature: 'refused',
    message({ message }) {
      const name = NAMED_PROPERTY.exec(message)?.[1];
      return name === undefined
        ? "Microsoft 365 doesn't accept one of this person's values."
        : `Microsoft 365 doesn't accept the value for ${name}.`;
    },
    next: 'Correct or clear this value, then try again.',
  },
  valuesInvalid: {
    code: 'VALUE_INVALID',
    nature: 'refused',
    message: "Microsoft 365 doesn't accept one of this person's values, and doesn't say which.",
    next: "Check this person's values, especially long or unusual ones, then try again.",
  },
  valuesDoubted: {
    code: 'VALUE_INVALID',
    nature: 'settling',
    message: "Microsoft 365 doesn't accept one of this person's values, and doesn't say which.",
    next: "Check this person's values, especially long or unusual ones, then try again.",
  },
  appNotAccepted: {
    code: 'APP_NOT_ACCEPTED',
    nature: 'refused',
    message: "The tenant doesn't accept the app that Rollcall signs in as.",
    next: 'Ask an admin of the tenant to consent to the app, and to check that it is enabled under Enterprise applications.',
  },
  credentialsRefused: {
    code: 'CREDENTIALS_REFUSED',
    nature: 'refused',
    message: "Microsoft Graph refused Rollcall's access token.",
    next: 'Ask the person who runs Rollcall to check AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET (or the certificate).',
  },
  quotaExceeded: {
    code: 'QUOTA_EXCEEDED',
    nature: 'refused',
    message: 'The directory has reached its object limit.',
    next: 'Ask an admin to permanently delete objects, or to ask Microsoft for a higher limit. Deleted people count too.',
  },
  principalQuotaExceeded: {
    code: 'QUOTA_EXCEEDED',
    nature: 'refused',
    message: "The app that Rollcall signs in as has reached Microsoft's limit of 250 objects per app.",
    next: 'Ask an admin to give the app the role User Administrator, which lifts that limit, then press Try again. Deleted people count until they are permanently deleted.',
  },
  throttled: {
    code: 'THROTTLED',
    nature: 'again',
    message: 'Microsoft 365 is limiting requests.',
    next: 'Wait a few minutes, then try again.',
  },
  concurrentWrite: {
    code: 'CONCURRENT_WRITE',
    nature: 'again',
    message: 'Someone else was changing the directory at the same time.',
    next: 'Try again in a minute.',
  },
  needsPremium: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'Microsoft shows sign-ins only to tenants with Microsoft Entra ID P1 or P2.',
    next: "Rollcall can't change that. The sign-in logs in the Microsoft Entra admin center show the last 7 days.",
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
    message: "Microsoft 365 can't find this person.",
    next: 'A new account can take a few minutes to appear everywhere. Try again then, and check whether it was deleted in the meantime.',
  },
  noMailbox: {
    code: 'NOT_FOUND',
    nature: 'refused',
    message: 'This person has no mailbox in Microsoft 365, or it is kept on-premises.',
    next: 'There is nothing to set here. If the mailbox is somewhere else, ask the person who runs it.',
  },
  groupOrPersonNotFound: {
    code: 'NOT_FOUND',
    nature: 'settling',
    message: "Microsoft 365 can't find this person or the group.",
    next: 'A new account can take a few minutes to appear everywhere. Try again then, and check whether the person or the group was deleted in the meantime.',
  },
  managerOrPersonNotFound: {
    code: 'NOT_FOUND',
    nature: 'settling',
    message: "Microsoft 365 can't find this person or their manager.",
    next: 'A new account can take a few minutes to appear everywhere. Try again then, and check whether one of them was deleted in the meantime.',
  },
  alreadyMember: {
    code: 'ALREADY_DONE',
    nature: 'refused',
    message: 'The person is already in this group.',
    next: 'There is nothing left to do.',
  },
  groupKeptByExchange: {
    code: 'GROUP_CLOSED',
    nature: 'refused',
    message:
      "The group is a distribution list or a mail-enabled security group, which Microsoft Graph can't change.",
    next: 'Add the person in the Exchange admin center.',
  },
  groupSynced: {
    code: 'GROUP_CLOSED',
    nature: 'refused',
    message: 'The group is managed in Active Directory.',
    next: 'Add the person there.',
  },
  personSynced: {
    code: 'SYNCED',
    nature: 'refused',
    message: 'This person is managed in Active Directory.',
    next: 'Have it changed in Active Directory. The next sync brings it to Microsoft 365.',
  },
  keptByAnotherService: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message: 'Another service, usually Exchange, manages this.',
    next: 'Ask an admin to change it in the Exchange admin center.',
  },
  pageExpired: {
    code: 'DIRECTORY_DOWN',
    nature: 'refused',
    message: 'Microsoft 365 cut off a long list while Rollcall was reading it.',
    next: 'Try again. Rollcall will read the list from the start.',
  },
  passNotAllowed: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message: "The tenant doesn't allow a Temporary Access Pass for this person.",
    next: 'Ask an admin to allow it in the Microsoft Entra admin center (Authentication methods → Temporary Access Pass), or use the password instead.',
  },
  directoryRefused: {
    code: 'DIRECTORY_REFUSED',
    nature: 'refused',
    message: "Microsoft 365 refused this for a reason Rollcall doesn't know.",
    next: "Check this person's values. If they are right, give the reference to the person who runs Rollcall.",
  },
  directoryDown: {
    code: 'DIRECTORY_DOWN',
    nature: 'unknown',
    message: 'Microsoft 365 has a problem and gave no usable answer.',
    next: 'Try again in a few minutes.',
  },
} satisfies Record<string, Meaning>;
