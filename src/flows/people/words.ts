/** What is said when one person is created, looked up, and given a new password. */
export const PEOPLE_WORDS = {
  buttons: { next: 'Next', back: 'Back', show: 'Show' },

  create: {
    submit: 'Create',
    restoreInstead: 'Restore them instead…',
    more: 'More fields',
    fewer: 'Fewer fields',
    working: (name: string) => `Creating ${name}`,
  },

  reset: {
    submit: 'Set a new password',
    working: (name: string) => `Setting a new password for ${name}`,
  },

  /** New passwords for several people. */
  resets: {
    pick: 'New passwords for several people…',
    fromFile: 'New passwords from a file…',
    submit: (n: number) => (n === 1 ? 'Set a new password' : `Set ${n} new passwords`),
    label: (people: string) => `New passwords for ${people}…`,
    working: (people: string) => `Setting new passwords for ${people}`,
    whichSheet: {
      title: 'Which sheet has the people who get a new password?',
      next: 'Nothing is changed yet: you see everyone on the sheet first.',
    },
  },

  /** Several people, picked and typed. */
  pick: {
    notFound: (query: string) =>
      `No one was found whose name, user name, or email address starts with ${query}.`,
    several: (query: string, names: readonly string[], hasMore: boolean) =>
      `Several people match ${query}: ${names.join(', ')}${hasMore ? ', and others' : ''}. Type the user name.`,
    tooMany: (most: number) => `That's more than ${most} people. Send a file of user names instead.`,
    gone: 'Someone you picked is no longer in the directory. Remove them.',
    unclear: "Teams didn't send your selection. Pick the people again.",
    none: 'Pick someone, or type a user name below.',
    /** Of somebody whom the directory does not name. */
    somebody: 'Someone',
    refused: (name: string, why: string) => `${name}: ${why}`,
    moreRefused: (n: number) => `And ${n} more.`,
  },

  /** What a card says of somebody: the names of its facts, and those facts that are sentences. */
  facts: {
    mail: 'Email',
    jobTitle: 'Job title',
    department: 'Department',
    office: 'Office',
    phone: 'Phone',
    mobile: 'Mobile',
    city: 'City',
    country: 'Country',
    employeeId: 'Employee ID',
    location: 'Location',
    noLocation: 'none (needed for a license)',
    manager: 'Manager',
    managerIs: (name: string, userName: string) => `${name} (${userName})`,
    created: 'Created',
    groups: 'Groups and roles',
    groupsHidden: 'not available: an admin can allow Rollcall to read them (permission Directory.Read.All)',
    source: 'Managed in',
    synced: 'Active Directory. Edit or offboard them and set a new password there',
    leaves: 'Leaves',
    account: 'Account',
    createdHere: (by: string, time: string) => `${by} on ${time}`,
  },

  card: {
    licenses: 'Change licenses',
    reset: 'New password',
    edit: 'Edit',
    putBack: 'Put back',
    offboard: 'Offboard…',
    changePlanned: 'Change offboarding…',
    planned: 'Show planned offboarding',
    plannedDeletion: 'Show planned deletion',
    services: 'Show services',
  },

  find: {
    empty: 'Who are you looking for?',
    nobody: (text: string) => `No one was found whose name starts with ${text}.`,
    searched:
      'Rollcall looks at the start of first names, last names, full names, user names, and email addresses.',
    next: 'Type user and the start of one of them: "user ada" or "user ada@contoso.com". New people can take a minute to show up; deleted people can be found for 30 days.',
    /** `on 2026-11-01 in Active Directory`, behind the word for deleted. */
    deleted: (day: string | undefined, synced: boolean) =>
      [...(day === undefined ? [] : [`on ${day}`]), ...(synced ? ['in Active Directory'] : [])].join(' '),
    restore: 'Restore…',
    several: 'Change licenses for several people…',
    deletedUnread: (why: string) => `Deleted people couldn't be looked up: ${why}`,
  },
};
