import { createPlural } from '../../domain/languages.ts';

const plural = createPlural('en');

/** What is wrong with giving licenses to people, or taking them away. */
export const LICENSE_PROBLEMS = {
  seats: {
    none: (license: string) => `${license}: no seats are left.`,
    short: (license: string, needs: number, left: number) => `${license}: needs ${needs}, ${left} left.`,
    inGrace: (license: string) =>
      `${license}: its subscription has expired and is in its grace period, so these seats may go.`,
  },
  unknown: (customer: string, skuId: string) => `${customer} does not have the license ${skuId}.`,
  notAssignable: (license: string) =>
    `${license} cannot be assigned: its subscription is not active, or it is not for people.`,

  /** `who`: `the person works`. */
  noUsageLocation: (who: string) => `A license needs a usage location: choose the country where ${who}.`,
  noCountry: 'This is not a two-letter country code such as US or GB.',
  /** Of one person alone, or of some of several. */
  noLocation: (without: number, of: number) => {
    const some = plural(without, { one: '# of these people has', other: '# of these people have' });
    return `A license needs a location, and ${of === 1 ? 'this person has' : some} none: choose the country they work in.`;
  },

  ofGroup: (license: string) =>
    `${license} comes from a group: take the person out of the group that gives it.`,
  staysByGroup: (license: string, first: string, more: number) =>
    `${license} stays with ${first}${more === 0 ? '' : ` and ${more} more`}: it comes from a group.`,
  both: (license: string) => `${license} cannot be given and taken away at once.`,
  blocked: (name: string) => `Sign-in is blocked for ${name}; a license would be held without use.`,
  thisPerson: 'this person',
  nothing: 'Nothing would change: choose a license to give or to take away.',

  pick: {
    tooMany: (most: number) => ({
      message: `These are more than ${most} people.`,
      next: 'Nothing was done. Pick fewer, or send a CSV of user names ("Assign from a file").',
    }),
    nobody: { message: 'Nobody was picked.', next: 'Pick somebody, and try again.' },
  },

  file: {
    column: 'User name',
    twice: (row: number) => `The same person is in row ${row}; this row is left out.`,
    notFound:
      'Nobody in the directory has this user name or mail address. Somebody who was just created can take a minute to be found.',
    noEmployeeId: 'Nobody in the directory has this employee ID.',
    several: (by: 'employeeId' | undefined, names: readonly string[]) =>
      `Several people have this ${by === undefined ? 'mail address' : 'employee ID'}: ${names.join(', ')}. Write the user name of the one you mean.`,
    notWhole: 'This is not a whole user name: it needs an @ and a domain.',
  },

  /** Why nobody can say who is away. */
  idle: {
    slow: 'Reading who signed in when takes longer than usual. Ask again in a minute.',
    noPermission: (why: string) =>
      `${why} The app needs the permission AuditLog.Read.All, and the tenant Microsoft Entra ID P1 or P2.`,
  },
};
