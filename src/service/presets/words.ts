/** What is wrong with a preset, and what was left out of one that is filled in. */
export const PRESET_REFUSALS = {
  gone: {
    message: 'This preset no longer exists.',
    done: 'Nothing was changed.',
    next: 'Choose another one, or fill the form in by hand.',
  },
  notSaved: { done: "The preset wasn't saved.", next: 'Correct the form and save it again.' },

  name: {
    missing: 'Give the preset a name, such as “New nurse, Berlin”.',
    tooLong: (characters: number, most: number) =>
      `The name has ${characters} characters; at most ${most} are allowed.`,
    taken: (name: string) => `There is already a preset “${name}”. Choose another name.`,
    replaces: (name: string) =>
      `There is already a preset “${name}”. Save again to replace it, or choose another name.`,
    tooMany: (most: number) =>
      `There are already ${most} presets, which is the limit. Delete one first, or replace one by using its name.`,
  },

  location: "This isn't a two-letter country code such as US or GB.",

  leftOut: {
    licenseGone: (license: string, customer: string) =>
      `${license}: ${customer} no longer has this license, so it was left out.`,
    licenseOff: (license: string) =>
      `${license}: this license can no longer be assigned, so it was left out.`,
    group: (group: string) =>
      `${group}: this group is gone, or people can no longer be added to it, so it was left out.`,
    recipient: (why: string) => `${why} It was left out.`,
    delivery: "Its way of sending first passwords isn't available here, so the default was chosen. Check it.",
  },
};
