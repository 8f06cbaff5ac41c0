import { listWords } from '../../domain/listWords.ts';

const UNCHANGED = 'Nothing was changed.';
const PASSWORD_UNCHANGED = "The password wasn't changed.";
const IN_ENTRA = 'change it in the Microsoft Entra admin center';

/** Why the door lets somebody or something not in. */
export const DOOR_WORDS = {
  /** Of the role that a task needs. */
  role: (roles: readonly string[]) => ({
    message: `You need the ${listWords(roles, 'or')} role for this.`,
    done: 'Nothing was done.',
    next: 'Leave it to someone who has it, or ask the person who runs Rollcall to give you the role in policy.json.',
  }),

  /** While an older policy file stands in for a newer one. */
  older: {
    message: "Rollcall is using an older policy file, which doesn't allow this.",
    done: 'Nothing was done.',
    next: 'Try again once the newer file is back. The person who runs Rollcall can bring it to every server.',
  },

  unapproved: (rule: string) => ({
    message: `This needs approval first ("${rule}").`,
    done: 'Nothing was done.',
    next: 'Start again, and it goes to the approvers.',
  }),

  /** What is wrong with what is asked for; `who` is a user name. */
  request: {
    next: 'Correct it and start again.',
    nobody: { existing: 'There is no one to change.', new: 'There is no one to create.' },
    tooMany: (people: number, most: number) =>
      `That's ${people} people; at most ${most} are allowed at once.`,
    twice: (userName: string) => `The user name ${userName} is listed twice.`,
    onlyDeleted: (who: string) => `${who}: only a deleted account can be restored.`,
    notDeleted: (who: string) => `${who}: accounts can't be deleted this way.`,
    nothing: (who: string) => `${who}: there is nothing to change.`,
    notThisWay: (who: string) => `${who}: licenses and groups can't be changed this way.`,
    licenseNotGiven: (who: string) => `${who}: a license is listed that isn't being assigned.`,
    unknownAccount: (who: string) => `${who}: it isn't clear which account is meant.`,
    noLicense: (who: string) => `${who}: there is no license to change.`,
    noLocation: (who: string) => `${who}: a license needs a usage location.`,
  },

  /** Why this person is not changed by this actor. */
  change: {
    oneself: {
      message: "This is you, and you can't change your own account here.",
      done: UNCHANGED,
      next: 'Ask a colleague to do it.',
    },
    admin: {
      message: 'This person has an admin role, or could take one on.',
      done: UNCHANGED,
      next: `Leave phones, email addresses, user name, and sign-in as they are, or ask an admin to ${IN_ENTRA}. The person who runs Rollcall can allow it ("resetAdmins" in policy.json).`,
    },
    above: {
      message: "This person has a role in Rollcall that you don't have.",
      done: UNCHANGED,
      next: `Ask someone who has all of their roles, or ${IN_ENTRA}.`,
    },
    decides: {
      message: 'This person may decide on your requests.',
      done: UNCHANGED,
      next: `Ask someone else who may change people, or ${IN_ENTRA}.`,
    },
    lastGlobal: {
      message:
        "This person is a Global Administrator, perhaps the last one, so Rollcall won't block their sign-in.",
      done: UNCHANGED,
      next: 'Have another Global Administrator take the role away in the Microsoft Entra admin center first.',
    },
    global: {
      message: 'This person is a Global Administrator, or could become one.',
      done: UNCHANGED,
      next: `Leave phones, email addresses, user name, and sign-in as they are, or ask another Global Administrator to ${IN_ENTRA}. The person who runs Rollcall can allow it ("resetGlobalAdmins" in policy.json).`,
    },
    guest: {
      message: "This person is a guest, who signs in with another organization's account.",
      done: UNCHANGED,
      next: 'Leave the user name and the sign-in as they are, or remove the guest in the Microsoft Entra admin center.',
    },
    managersDecide: (rule: string) => ({
      message: `Managers decide on requests here ("${rule}"), so Rollcall doesn't change who someone's manager is.`,
      done: UNCHANGED,
      next: 'Ask an admin to change the manager in the Microsoft Entra admin center.',
    }),
  },

  /** Why this actor gives this person no new password. */
  reset: {
    admin: {
      message: 'This person has an admin role, or could take one on.',
      done: PASSWORD_UNCHANGED,
      next: 'Ask an admin to reset it in the Microsoft Entra admin center, or the person who runs Rollcall to allow it ("resetAdmins" in policy.json).',
    },
    global: {
      message: 'This person is a Global Administrator, or could become one.',
      done: PASSWORD_UNCHANGED,
      next: 'Ask another Global Administrator to reset it in the Microsoft Entra admin center, or the person who runs Rollcall to allow it ("resetGlobalAdmins" in policy.json).',
    },
    above: {
      message: "This person has a role in Rollcall that you don't have.",
      done: PASSWORD_UNCHANGED,
      next: 'Ask someone who has all of their roles to reset it, or reset it in the Microsoft Entra admin center.',
    },
    rolesUnread: (next: string) => ({
      done: "The password wasn't changed, because this may be an admin.",
      next: `${next} Or let the person who runs Rollcall allow new passwords for all admins ("resetAdmins" and "resetGlobalAdmins" in policy.json).`,
    }),
  },
};
