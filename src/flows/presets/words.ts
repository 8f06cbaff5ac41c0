/** What is said about presets: filled in, saved, and looked after. */
export const PRESET_WORDS = {
  /** One line for each setting. */
  summary: {
    signIn: { allowed: 'Sign-in allowed', blocked: 'Sign-in blocked' },
    location: (name: string) => `Location ${name}`,
    noLocation: 'No location',
    licenses: (names: readonly string[]) => `Licenses: ${names.join(', ') || 'none'}`,
    groups: (names: readonly string[]) => `Groups: ${names.join(', ') || 'none'}`,
    /** `delivery`: how they go out; left out: they don't. */
    passwords: (recipients: readonly string[], delivery: string | undefined) =>
      delivery === undefined
        ? "First passwords aren't emailed"
        : `First passwords to ${recipients.join(', ')} · ${delivery}`,
  },

  buttons: {
    use: 'Use this preset',
    saveAs: 'Save as a preset…',
    save: 'Save',
    edit: 'Rename or delete…',
    rename: 'Rename',
    delete: 'Delete',
    back: 'Back',
  },

  confirmDelete: {
    title: 'Delete this preset?',
    text: (name: string) => `“${name}” will no longer be offered. No accounts will change.`,
    ok: 'Delete it',
  },

  filledIn: (name: string) => `Filled in from “${name}”.`,
  saved: (name: string) => `Saved as “${name}”.`,
  renamed: (before: string, after: string) => `“${before}” is now called “${after}”.`,
  deleted: (name: string) => `“${name}” was deleted.`,
};
