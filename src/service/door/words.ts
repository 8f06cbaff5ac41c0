const UNCHANGED = 'Nothing was changed.';
const PASSWORD_UNCHANGED = 'The password was not changed.';
const IN_ENTRA = 'change it in the Microsoft Entra admin center';

/** Why the door lets somebody or something not in. */
export const DOOR_WORDS = {
  /** Of the role that a task needs. */
  role: (roles: readonly string[]) => ({
    message: `This needs the role ${roles.join(' or ')}, which you do not have.`,
    done: 'Nothing was done.',
    next: 'Leave it to somebody who has it, or ask the person who runs Rollcall to give you the role in policy.json.',
  }),

  unapproved: (rule: string) => ({
    message: `This needs approval first ("${rule}").`,
    done: 'Nothing was done.',
    next: 'Start again, and it is sent to those who approve.',
  }),

  /** What is wrong with what is asked for; `who` is a user name. */
  request: {
    next: 'Correct it and start again.',
    nobody: { existing: 'There is nobody to change.', new: 'There is nobody to create.' },
    tooMany: (people: number, most: number) =>
      `These are ${people} people; at most ${most} are taken at once.`,
    twice: (userName: string) => `The user name ${userName} is there twice.`,
    onlyDeleted: (who: string) => `${who}: only a deleted account is restored.`,
    nothing: (who: string) => `${who}: there is nothing to change.`,
    notThisWay: (who: string) => `${who}: licenses and groups are not changed this way.`,
    licenseNotGiven: (who: string) => `${who}: a license is named that is not given.`,
    unknownAccount: (who: string) => `${who}: it is not known which account is meant.`,
    noLicense: (who: string) => `${who}: there is no license to change.`,
    noLocation: (who: string) => `${who}: a license needs a usage location.`,
  },

  /** Why this person is not changed by this actor. */
  change: {
    oneself: {
      message: 'This is you, and nobody changes their own account here.',
      done: UNCHANGED,
      next: 'Ask a colleague to do it.',
    },
    admin: {
      message: 'This person holds an admin role, or could take one on.',
      done: UNCHANGED,
      next: `Change only what is no phone, mail address, user name or sign-in, or ask an admin to ${IN_ENTRA}; the person who runs Rollcall can allow it ("resetAdmins" in policy.json).`,
    },
    above: {
      message: 'This person has a role in Rollcall that you do not have.',
      done: UNCHANGED,
      next: `Ask somebody who has all of their roles, or ${IN_ENTRA}.`,
    },
    decides: {
      message: 'This person may decide on what you ask for.',
      done: UNCHANGED,
      next: `Ask somebody else who may change people, or ${IN_ENTRA}.`,
    },
    lastGlobal: {
      message:
        'This person is a Global Administrator, perhaps the last one, so their sign-in is not blocked from here.',
      done: UNCHANGED,
      next: 'Have another Global Administrator take the role away in the Microsoft Entra admin center first.',
    },
    global: {
      message: 'This person is a Global Administrator, or could become one.',
      done: UNCHANGED,
      next: `Change only what is no phone, mail address, user name or sign-in, or ask another Global Administrator to ${IN_ENTRA}; the person who runs Rollcall can allow it ("resetGlobalAdmins" in policy.json).`,
    },
    guest: {
      message: 'This person is a guest, who signs in with the account of another organization.',
      done: UNCHANGED,
      next: 'Leave the user name and the sign-in as they are, or remove the guest in the Microsoft Entra admin center.',
    },
    managersDecide: (rule: string) => ({
      message: `Managers decide on requests here ("${rule}"), so Rollcall does not change who somebody's manager is.`,
      done: UNCHANGED,
      next: 'Ask an admin to change the manager in the Microsoft Entra admin center.',
    }),
  },

  /** Why this actor gives this person no new password. */
  reset: {
    admin: {
      message: 'This person holds an admin role, or could take one on.',
      done: PASSWORD_UNCHANGED,
      next: 'Ask an admin to reset it in the Microsoft Entra admin center, or the person who runs Rollcall to allow it ("resetAdmins" in policy.json).',
    },
    global: {
      message: 'This person is a Global Administrator, or could become one.',
      done: PASSWORD_UNCHANGED,
      next: 'Ask another Global Administrator to reset it in the Microsoft Entra admin center, or the person who runs Rollcall to allow it ("resetGlobalAdmins" in policy.json).',
    },
    above: {
      message: 'This person has a role in Rollcall that you do not have.',
      done: PASSWORD_UNCHANGED,
      next: 'Ask somebody who has all of their roles to reset it, or reset it in the Microsoft Entra admin center.',
    },
    rolesUnread: (next: string) => ({
      done: 'The password was not changed, because this may be an admin.',
      next: `${next} Or let the person who runs Rollcall allow new passwords for all admins ("resetAdmins" and "resetGlobalAdmins" in policy.json).`,
    }),
  },
};
