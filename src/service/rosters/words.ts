import type { GroupClosure } from '../../domain/terms.ts';
import { LICENSE_PROBLEMS } from '../licensing/words.ts';

const NO_ONE_CREATED = 'No one was created.';
const NO_ONE_RESTORED = 'No one was restored.';

/** Why no one can be added to a group from here, behind a colon. */
const CLOSED: Readonly<Record<GroupClosure, string>> = {
  dynamic: 'its members are set by a rule. Change the rule, or the properties it looks at',
  synced: 'it comes from Active Directory. Add the person there',
  mail: 'it is a distribution list or a mail-enabled security group. Add the person in the Exchange admin center',
  role: 'it can hold admin roles. Add the person in the Microsoft Entra admin center',
};

/** `only 2 are left`, `none are left`. */
const seatsLeft = (left: number): string =>
  left <= 0 ? 'none are left' : `only ${left} ${left === 1 ? 'is' : 'are'} left`;

/** What is wrong with a file of people, or was noticed in it, beyond what its cells say by themselves. */
export const ROSTER_PROBLEMS = {
  leftOut: (column: string, message: string) =>
    `Left out by choice. ${column === '' ? '' : `${column}: `}${message}`,
  customerColumn: {
    message: (column: string) =>
      `This list has a column called ${column}, but Rollcall can't tell the customers' people apart in it.`,
    next: "Save the sheet as a file of its own, with a header that says what each column holds, and attach that. If the column isn't about your customers, give it another name.",
  },
  moved: (domain: string, own: string) =>
    domain === ''
      ? `This customer's user names end in @${own}, so this one does too.`
      : `${domain} isn't a domain of this customer, so the user name ends in @${own}.`,
  typeSignIn: 'Type Allowed or Blocked.',
  notSignIn: (value: string) => `${value} is neither Allowed nor Blocked.`,
  chooseSignIn: 'Choose whether sign-in is allowed or blocked.',
  noCountry: LICENSE_PROBLEMS.noCountry,
  /** Whose country: behind "the country where". */
  work: 'these people work',
  encodingChosen: (encoding: string) => `The file was read as ${encoding}, as you chose.`,
  noneReady: 'No row in the file can be created yet. Correct the file and send it again.',

  groups: {
    closed: (name: string, closed: GroupClosure) =>
      `Rollcall can't add people to ${name}: ${CLOSED[closed]}.`,
    forbidden:
      "Rollcall's app isn't allowed to read groups. Ask an admin to grant it GroupMember.ReadWrite.All, or remove the column.",
    unknown: (name: string) => `There is no group called ${name}.`,
    choice: (id: string, description: string | undefined) => `${id} (${description ?? 'no description'})`,
    several: (count: number, name: string, choices: readonly string[]) =>
      `${count} groups are called ${name}. Enter the id of one: ${choices.join(', ')}.`,
  },

  licenses: {
    /** For a Yes below "License". */
    whichOne: (value: string, such: readonly string[]) =>
      `${value} doesn't say which license. Enter its name${such.length === 0 ? '' : `, such as ${such.join(' or ')}`}.`,
    unknown: (customer: string, name: string, has: readonly string[]) =>
      `${customer} has no license called ${name}.${has.length === 0 ? '' : ` It has ${has.join(' and ')}.`}`,
    several: (name: string, numbers: readonly string[]) =>
      `Several licenses are called ${name}. Enter ${numbers.join(' or ')}.`,
    notAssignable: LICENSE_PROBLEMS.notAssignable,
    short: (needs: number, name: string, left: number) =>
      `These rows need ${needs} seats of ${name}, but ${seatsLeft(left)}. Free up or buy seats before you continue.`,
  },

  managers: {
    wrong: (manager: string) =>
      `The manager ${manager} isn't in the directory or in this file. Enter the user name.`,
    unknown: (manager: string) =>
      `The manager ${manager} isn't in the directory or in this file. The manager will be left empty unless you enter a user name.`,
    several: (count: number, manager: string, userNames: readonly string[], hasMore: boolean) =>
      `${count} people could be the manager ${manager}: ${userNames.join(', ')}${hasMore ? ', and others' : ''}. The manager will be left empty unless you enter one of these user names.`,
    self: 'No one can be their own manager.',
    is: (written: string, userName: string) => `${written} is ${userName}`,
    byName(found: readonly string[], shown: number) {
      const some = found.slice(0, shown).join('; ');
      return found.length === 1
        ? `One manager was found by name or employee ID: ${some}. Check this before you continue.`
        : `${found.length} managers were found by name or employee ID${found.length > shown ? ', such as' : ':'} ${some}. Check them before you continue.`;
    },
  },

  /** The password of a row is meant for its manager. */
  toManager: {
    notFound:
      "The password should go to the manager, who wasn't found. Enter the manager's user name, or an email address.",
    none: 'The password should go to the manager, but this row has none. Fill in Manager, or enter an email address.',
    isNew: (userName: string) =>
      `The password should go to the manager ${userName}, who is created by this file too and can't read email yet. Enter an email address.`,
    noMail: (userName: string) =>
      `The password should go to the manager ${userName}, who has no email address. Enter one.`,
  },

  lookAlike: {
    displayName: (name: string, userName: string) =>
      `An account called ${name} already exists: ${userName}. Make sure this is someone else.`,
    employeeId: (name: string, userName: string) =>
      `${name}, ${userName}, has the same employee ID. Make sure this is someone else.`,
  },

  /** What has to be looked at first. */
  notAgreed: {
    noPeople: {
      message: "Rollcall can't tell which column has the names of the people.",
      done: NO_ONE_CREATED,
      next: 'Press "Choose the columns…" in the message about the file, and choose what each column has.',
    },
    columns: {
      message: "No one has confirmed this file's columns yet.",
      done: NO_ONE_CREATED,
      next: 'Check the columns in the message about the file, then press "These columns are right" or "Cancel" there.',
    },
    guessed: {
      message: 'Accented letters in this file may be wrong.',
      done: NO_ONE_CREATED,
      next: 'Attach the file again, and check the names in the message about it.',
    },
    names: {
      message: 'No one has confirmed the names in this file yet.',
      done: NO_ONE_CREATED,
      next: 'Check the names in the message about the file, then press "Names are right" or "Cancel" there.',
    },
  },

  /** The file as it came is no longer kept. */
  tooLate: {
    message: "It's too late to change how this file is read.",
    done: 'Nothing was changed.',
    next: 'Attach the file again, and choose the columns before you continue.',
  },
  started: {
    message: 'This file was already used to create people.',
    next: 'See the message with the results, or attach the file again to start over.',
  },
  replaced: {
    message: (fileName: string, by: string) =>
      `${fileName} was replaced ${fileName === by ? 'when you sent it again' : `by ${by}`}.`,
    done: 'This button did nothing.',
    next: 'Continue in the newest message about the file.',
  },

  /** A deleted account in the place of a new one. */
  restore: {
    gone: {
      message: (userName: string) => `There is no longer a deleted account with the user name ${userName}.`,
      ofRow: (row: number) => `of row ${row}`,
      done: NO_ONE_RESTORED,
      next: 'Attach the file again to see how things are now.',
    },
    licensesUnknown: {
      message:
        "Microsoft 365 doesn't say which licenses come back with this account, so Rollcall can't tell whether it needs approval.",
      done: NO_ONE_RESTORED,
      next: 'Restore it in the Microsoft Entra admin center, or create the person under a different user name.',
    },
    failed: NO_ONE_RESTORED,
    reason: (row: number, fileName: string) => `Restored in place of row ${row} of ${fileName}`,
    leftOut: (row: number, became: string) => `Row ${row} is left out: ${became}`,
    asked: (name: string) =>
      `${name} will be restored instead once that is approved. You'll get a separate message about it.`,
    started: (name: string) => `${name} is being restored instead. A separate message shows how it goes.`,
    done(name: string, licenses: number | undefined, blocked: boolean) {
      const held =
        licenses === undefined
          ? 'the licenses it had'
          : licenses === 0
            ? 'no license'
            : licenses === 1
              ? 'the license it had'
              : `the ${licenses} licenses it had`;
      return `${name} was restored instead, with the old password and ${held}${blocked ? ', and with sign-in blocked' : ''}.`;
    },
  },
};
