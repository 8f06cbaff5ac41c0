/** Everything that `help` and `template` say. */
export const HELP_WORDS = {
  /** What each command does, after its name. */
  does: {
    adduser: 'Create one person. Name and user name are optional.',
    addusers: 'Create many people from a CSV or Excel file.',
    attach: 'The same: the file is checked before anything is created.',
    user: (isAdmin: boolean) =>
      isAdmin
        ? 'Look somebody up, edit them, put them back, change their licenses, or set a new password.'
        : 'Look somebody up by name, user name or mail address, edit them, or set a new password.',
    offboard:
      'Block somebody who leaves, and take away what they have. Alone, it is for several people or a file.',
    licenses: (isAdmin: boolean) =>
      `See every license: seats used, left, and held by inactive people.${isAdmin ? ' Give and take them from there.' : ''}`,
    history: 'See who did what. A name and a time are optional.',
    ownHistory: 'See what you did. A name and a time are optional.',
    presets: 'See, rename and delete the named settings of forms.',
    pause: 'Stop everything, in all chats, until somebody types "go on".',
    forget: 'Delete what is kept about one person.',
    template: 'Get a blank and a sample CSV.',
    approvals: 'See what waits for your approval, and what you asked for.',
    help: 'Show this.',
  },
  attach: 'Attach a file here',
  addOne: 'Add one person',
  templates: {
    title: 'Here are the templates.',
    text: 'They have the columns of the Microsoft 365 admin center. Only User name and Display name must be filled.',
    next: 'Fill the blank one in, save it as CSV and attach it here.',
  },
};

export type HelpWords = typeof HELP_WORDS;
