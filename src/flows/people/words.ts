/** What is said when one person is created, looked up, and given a new password. */
export const PEOPLE_WORDS = {
  buttons: { next: 'Next', back: 'Back', show: 'Show' },

  create: {
    submit: 'Create',
    restoreInstead: 'Restore them instead…',
    more: 'More',
    fewer: 'Fewer questions',
    working: (name: string) => `Creating ${name}`,
  },

  reset: {
    submit: 'Set a new password',
    working: (name: string) => `Setting a new password for ${name}`,
  },

  /** Several people, picked and typed. */
  pick: {
    notFound: (query: string) =>
      `Nobody was found whose name, user name or mail address begins with ${query}.`,
    several: (query: string, names: readonly string[], hasMore: boolean) =>
      `Several people begin with ${query}: ${names.join(', ')}${hasMore ? ' and more' : ''}. Type the user name.`,
    tooMany: (most: number) => `These are more than ${most} people. Send a file of user names instead.`,
    gone: 'Somebody you picked is no longer in the directory: remove them.',
    unclear: 'Teams did not say whom you picked: pick them again.',
    none: 'Pick somebody, or type a user name below.',
  },

  /** What a card says of somebody: the names of its facts, and those facts that are sentences. */
  facts: {
    mail: 'Mail',
    jobTitle: 'Job title',
    department: 'Department',
    office: 'Office',
    phone: 'Phone',
    mobile: 'Mobile',
    city: 'City',
    country: 'Country',
    employeeId: 'Employee id',
    location: 'Location',
    noLocation: 'none (needed for a license)',
    manager: 'Manager',
    managerIs: (name: string, userName: string) => `${name} (${userName})`,
    created: 'Created',
    groups: 'Groups and roles',
    groupsHidden: 'not known here: an admin can allow Rollcall to read them (permission Directory.Read.All)',
    source: 'Comes from',
    synced: 'Active Directory, where they are edited, offboarded, and given a new password',
    leaves: 'Leaves',
    createdHere: (by: string, time: string) => `${by} on ${time}`,
  },

  card: {
    licenses: 'Change licenses',
    reset: 'New password',
    edit: 'Edit',
    putBack: 'Put back',
    offboard: 'Offboard…',
    planned: 'Planned offboarding',
    services: 'Show services',
  },

  find: {
    empty: 'Whom are you looking for?',
    nobody: (text: string) => `Nobody was found whose name begins with ${text}.`,
    searched:
      'The first name, last name, whole name, user name and mail address are searched, each from its beginning.',
    next: 'Type user and the beginning of one of them: "user ada" or "user ada@contoso.com". Somebody new can take a minute to be found; deleted people are found for 30 days.',
    /** `on 2026-11-01 in Active Directory`, behind the word for deleted. */
    deleted: (day: string | undefined, synced: boolean) =>
      [...(day === undefined ? [] : [`on ${day}`]), ...(synced ? ['in Active Directory'] : [])].join(' '),
    restore: 'Restore…',
    several: 'Licenses for several people…',
    deletedUnread: (why: string) => `Deleted people could not be looked up: ${why}`,
  },
};
