import { createPlural } from '../../domain/languages.ts';

const plural = createPlural('en');

/** What is wrong with giving licenses to people, or taking them away. */
export const LICENSE_PROBLEMS = {
  seats: {
    none: (license: string) => `${license}: no seats are left.`,
    short: (license: string, needs: number, left: number) => `${license}: needs ${needs}, ${left} left.`,
    inGrace: (license: string) =>
      `${license}: its subscription has expired and is in its grace period, so these seats may go away.`,
  },
  unknown: (customer: string, skuId: string) => `${customer} doesn't have the license ${skuId}.`,
  notAssignable: (license: string) =>
    `${license} can't be assigned: its subscription isn't active, or it isn't for people.`,

  /** `who`: `the person works`. */
  noUsageLocation: (who: string) => `A license needs a usage location: choose the country where ${who}.`,
  noCountry: "This isn't a two-letter country code such as US or GB.",
  /** Of one person alone, or of some of several. */
  noLocation: (without: number, of: number) => {
    const some = plural(without, { one: '# of these people has', other: '# of these people have' });
    return `A license needs a location, and ${of === 1 ? 'this person has' : some} none. Choose the country they work in.`;
  },

  ofGroup: (license: string) => `${license} comes from a group. Remove the person from that group instead.`,
  staysByGroup: (license: string, first: string, more: number) =>
    `${license} stays with ${first}${more === 0 ? '' : ` and ${more} more`} because it comes from a group.`,
  both: (license: string) => `${license} can't be assigned and removed at the same time.`,
  blocked: (name: string) => `Sign-in is blocked for ${name}, so a license would go unused.`,
  thisPerson: 'this person',
  nothing: 'Nothing would change. Choose a license to assign or remove.',

  pick: {
    tooMany: (most: number) => ({
      message: `That's more than ${most} people.`,
      next: 'Nothing was done. Pick fewer, or send a CSV of user names ("Assign from a file").',
    }),
    nobody: { message: 'No one was picked.', next: 'Pick someone, and try again.' },
  },

  file: {
    column: 'User name',
    twice: (row: number) => `The same person is in row ${row}, so this row is left out.`,
    other: (said: string, account: string) =>
      `The file says ${said}, but this is ${account}. Correct the row and send the file again.`,
    unsure: (said: string, account: string) =>
      `The file says ${said}, and this is ${account}. Check that it is the same person.`,
    employeeId: (id: string) => `employee ID ${id}`,
    account: (name: string, id: string | undefined) =>
      id === undefined ? name : `${name}, employee ID ${id}`,
    dates: (row: number, date: string, other: string) =>
      `This person is also in row ${row}, with the date ${other || 'left empty'} instead of ${date || 'an empty one'}. Keep only the row that is right.`,
    stays: (row: number) =>
      `Row ${row} has this person, too, and doesn't say that they leave. Keep only the row that is right.`,
    notFound:
      'No one in the directory has this user name or email address. New people can take a minute to show up.',
    noEmployeeId: 'No one in the directory has this employee ID.',
    several: (by: 'employeeId' | undefined, names: readonly string[]) =>
      `Several people have this ${by === undefined ? 'email address' : 'employee ID'}: ${names.join(', ')}. Enter the user name of the one you mean.`,
    notWhole: "This isn't a full user name: it needs an @ and a domain.",
  },

  /** Why nobody can say who is away. */
  idle: {
    slow: 'Reading sign-in activity is taking longer than usual. Try again in a minute.',
    noPermission: (why: string) =>
      `${why} The app needs the permission AuditLog.Read.All, and the tenant needs Microsoft Entra ID P1 or P2.`,
  },
};
