import { listWords } from '../../domain/listWords.ts';

/** Everything that `help` and `template` say. */
export const HELP_WORDS = {
  /** As they may be typed. */
  commands: {
    adduser: 'adduser Ada Lovelace',
    user: 'user Ada',
    offboard: 'offboard Ada',
    history: 'history ada last week',
    forget: 'forget ada@contoso.com',
    otherCustomer: 'adduser @contoso Ada',
  },
  /** What each command does, beside its name. */
  does: {
    adduser: 'Create one person. You can add a name and a user name.',
    addusers: 'Create many people from a CSV or Excel file.',
    attach: 'Same as above. Rollcall checks the file before it creates anyone.',
    user: (isAdmin: boolean) =>
      isAdmin
        ? 'Look someone up to edit them, put them back as they were, change their licenses, or set a new password. Without a name, it offers changes to many people at once.'
        : 'Look someone up by name, user name, or email address to edit them or set a new password.',
    offboard:
      'Block someone who is leaving, and remove their access. Without a name, it takes several people or a file.',
    licenses: (isAdmin: boolean) =>
      `See every license: seats used, left, and held by inactive people.${isAdmin ? ' Assign and remove them from there.' : ''}`,
    history: 'See who did what. You can add a name and a time.',
    ownHistory: 'See what you did. You can add a name and a time.',
    presets: 'See, rename, and delete saved form settings.',
    customers: (canAdd: boolean) => `See how each customer stands${canAdd ? ', and add or remove one' : ''}.`,
    pause: 'Stop everything, in both chats, until an admin types resume.',
    forget: 'Delete what Rollcall keeps about one person.',
    otherCustomer: 'Add @ and a customer to any command to use it for that customer.',
    template: (isAdmin: boolean) =>
      `Get a blank CSV and a sample.${isAdmin ? ' "template changes" is for changing people.' : ''}`,
    approvals: 'See what needs your approval, and what you asked for.',
    help: (version: string | undefined) =>
      `Show this list.${version === undefined ? '' : ` This is Rollcall ${version}.`}`,
  },
  /** Why somebody may do what they may. */
  because: (ways: readonly string[]) => `You are ${listWords(ways, 'and')}.`,
  byGroup: (roles: readonly string[], group: string) => `${listWords(roles, 'and')} by the group ${group}`,
  byEntry: (roles: readonly string[]) => `${listWords(roles, 'and')} by your own entry in policy.json`,
  /** Where somebody may do it. */
  customers: (names: readonly string[], all: number) =>
    all > names.length ? `${names.join(', ')}, and ${all - names.length} more` : listWords(names, 'and'),
  attach: 'Attach a file here',
  addOne: 'Add one person',
  templates: {
    title: 'Here are the templates.',
    unknown: (typed: string) =>
      `There is no template for “${typed}”. Here are those for new people. For changes, type template changes.`,
    text: 'They have the columns of the Microsoft 365 admin center. Only User name and Display name are required.',
    next: (isAdmin: boolean) =>
      isAdmin
        ? 'Fill in the blank one, save it as CSV, and attach it here.'
        : 'Fill in the blank one, save it as CSV, and ask an admin to attach it. Only admins can create several people at once.',
  },
  changes: {
    title: 'Here is the template for changes.',
    text: 'It has one row for each person. An empty cell leaves a value as it is, and "none" clears it. Delete the columns you don\'t need.',
    next: (isAdmin: boolean) =>
      isAdmin
        ? 'Fill it in, save it as CSV, type user, and press "Change people from a file…".'
        : 'Fill it in, save it as CSV, and give it to an admin. Only admins can change several people at once.',
  },
};
