import { createPlural } from '../../domain/languages.ts';
import { listWords } from '../../domain/listWords.ts';

const plural = createPlural('en');

const NOTHING_DONE = 'Nothing was done.';
const CLICK_IGNORED = 'Your click changed nothing.';
const REQUEST_UNCHANGED = "The request wasn't changed.";
const PLAN_UNCHANGED = "The plan wasn't changed.";
const NAME_FALLBACK = 'The person who runs Rollcall can name a "fallback" for this rule in policy.json';

/** Why something about a request is refused, and what it became of. */
export const APPROVAL_REFUSALS = {
  /** Once it is approved, and its job cannot be made. */
  start: {
    unexpected: {
      message: "It was approved, but couldn't be started.",
      next: 'Rollcall tries again the next time it starts; if it is urgent, ask again.',
    },
    roleLost: {
      message: 'The requester no longer has the role for this.',
      next: 'Leave it to an admin who has the role. If the requester should have it, ask the person who runs Rollcall.',
    },
    notWhole: { message: "The stored request isn't the one that was approved.", next: 'Ask again.' },
    approverLost: { message: 'Someone who approved it may no longer decide this.', next: 'Ask again.' },
    needsApproval: (rule: string) => ({
      message: `This now needs approval ("${rule}").`,
      next: 'Ask again, and it goes to the approvers.',
    }),
    noSeats: 'Ask again once seats are available.',
  },

  change: {
    leftOut: (by: string) => `${by} left this person out of the request.`,
    nothingLeft: (isOwn: boolean) => ({
      message: 'Nothing would be left of the request.',
      done: REQUEST_UNCHANGED,
      next: `${isOwn ? 'Cancel' : 'Decline'} it instead.`,
    }),
    nothingChanged: {
      message: 'Nothing was changed.',
      done: REQUEST_UNCHANGED,
      next: 'Remove a license or leave someone out.',
    },
    stillNoSeats: (why: string) => ({
      message: `It can't be approved like this. ${why}`,
      done: REQUEST_UNCHANGED,
      next: 'Remove more, or decline it.',
    }),
  },

  plan: {
    leftOut: (by: string | undefined) =>
      by === undefined ? 'This person was left out of the plan.' : `${by} left this person out of the plan.`,
    nobodyChosen: { message: 'No one was chosen.', done: PLAN_UNCHANGED, next: 'Choose who to leave out.' },
    nobodyLeft: {
      message: 'No one would be left in the plan.',
      done: PLAN_UNCHANGED,
      next: 'Cancel the plan instead.',
    },
  },

  /** Something else came while a confirmation was open. */
  crossed: {
    planned: (when: string | undefined, isWaiting: boolean) => {
      const on = when === undefined ? '' : ` on ${when}`;
      return isWaiting
        ? `A request to offboard them${on} is already waiting for approval.`
        : `They are already planned to leave${on}.`;
    },
    done: NOTHING_DONE,
    next: 'Change or cancel that first: type offboard to see it.',
    outSince: (name: string) => ({
      message: `${name} was offboarded or blocked after this was asked for.`,
      next: 'Look them up with user. Ask the person who did that, then ask again if they should be able to sign in.',
    }),
    /** Of several people, why this one is left out. */
    outRow:
      'This person was offboarded or blocked after this was asked for, so nothing was changed. Ask the person who did that before you allow sign-in.',
    out: {
      message: 'This person was offboarded or blocked after you opened this form.',
      done: "Sign-in wasn't allowed.",
      next: 'Look the person up with user. Ask the person who did that before you allow sign-in.',
    },
  },

  /** Who may not cancel it, in words that fit who they are. */
  cancel: {
    onlyRequester: (requester: string) => ({
      message: 'Only the person who asked for this can cancel it.',
      done: NOTHING_DONE,
      next: `Ask ${requester} to cancel it.`,
    }),
    roleLost: {
      message: 'You asked for this, but you no longer have the role to change or cancel it.',
      done: NOTHING_DONE,
      next: 'Ask a Rollcall admin to do it.',
    },
    aboutYou: (requester: string) => ({
      message: 'This plan is about you, so someone else has to change or cancel it.',
      done: NOTHING_DONE,
      next: `Talk to ${requester}.`,
    }),
    others: (requester: string) => ({
      message: 'Only the requester, the people who may approve it, and admins can change or cancel it.',
      done: NOTHING_DONE,
      next: `Ask ${requester} or a Rollcall admin.`,
    }),
  },

  decide: {
    noSeats: (why: string, isShort: boolean) => ({
      message: `It can't be approved now. ${why}`,
      done: 'The request is still waiting.',
      next: `${isShort ? 'Approve it once seats are available' : 'Remove the license with Change'}, or decline it.`,
    }),
    gone: {
      message: 'This request no longer exists.',
      done: NOTHING_DONE,
      next: "Type approvals to see what's waiting for you.",
    },
    notAsked: {
      message: "You aren't one of the people who may decide this request.",
      done: NOTHING_DONE,
      next: 'Leave it to the people who were asked, or ask the person who runs Rollcall to add you in policy.json.',
    },
    begun: {
      message: 'This has already started.',
      done: CLICK_IGNORED,
      next: 'Wait for the message with its results.',
    },
    closed: {
      message: {
        waiting: () => 'This request is still waiting.',
        approved: (by?: string) => `This request was already approved${by === undefined ? '' : ` by ${by}`}.`,
        declined: (by?: string) => `This request was already declined${by === undefined ? '' : ` by ${by}`}.`,
        cancelled: (by?: string) => `This was already canceled${by === undefined ? '' : ` by ${by}`}.`,
        expired: () => 'This request has expired: no one decided in time.',
      },
      done: CLICK_IGNORED,
      next: 'The card shows its current state.',
    },
    own: {
      message: 'You asked for this yourself, so someone else has to decide it.',
      done: NOTHING_DONE,
      next: 'You can cancel it from your own message about it.',
    },
    twice: {
      message: "You already approved this; it's waiting for someone else.",
      done: CLICK_IGNORED,
      next: 'The card updates when they decide.',
    },
    departed: {
      message: 'Your account is no longer active in the directory.',
      done: NOTHING_DONE,
      next: 'Leave it to the others who were asked.',
    },
    controlled: (why: string, others: readonly string[]) => ({
      message: `Your answer doesn't count here: ${why}.`,
      done: 'Nothing was decided.',
      next:
        others.length > 0
          ? `Leave it to ${others.join(', ')}.`
          : `No one else can decide this. ${NAME_FALLBACK}; then ask again.`,
    }),
  },

  /** Why somebody's answer does not count: each a sentence without its period. */
  lost: {
    departed: (name: string) => `${name}'s account is no longer active`,
    roleLost: (name: string) => `${name} may no longer decide this`,
    sameName: (name: string) => `${name} has the same name as the requester, and may be the same person`,
    untold: (name: string, who: string) =>
      `Rollcall knows ${name} and ${who} by different chats or Slack workspaces only, so they may be one person ("people" in policy.json can say who they are)`,
    unknown: (name: string) =>
      `${name} has no "teams" in policy.json, so no one can tell who has the password to their account`,
    samePerson: (one: string, other: string) =>
      `${one}'s and ${other}'s accounts may be used by the same person`,
    /** Somebody had `name`'s account who may be `who` in another chat or workspace. */
    untoldHand: (who: string, name: string) =>
      `Rollcall can't tell whether ${who} is the person who created ${name}'s account, or who could set or see the password to it ("people" in policy.json can say who they are)`,
    /** `who` may be able to act as `name`. */
    byOther: (who: string, name: string) =>
      `${who} may be able to sign in as ${name} through another account`,
    created: (who: string, name: string) => `${who} created ${name}'s account`,
    contact: (who: string, name: string, days: number) =>
      `${who} changed a phone number or email address in ${lastDays(days)} that can reset ${name}'s password`,
    password: (who: string, name: string, days: number) =>
      `${who} set, saw, or was sent ${name}'s password in ${lastDays(days)}`,
    requester: 'The requester',
  },

  reset: {
    decides: {
      message: 'This person may decide on your requests.',
      done: "The password wasn't changed.",
      next: 'Ask someone else who may reset passwords, or reset it in the Microsoft Entra admin center.',
    },
  },

  note: {
    empty: {
      message: 'Write something to send.',
      done: 'Nothing was sent.',
      next: 'Type your note and send it again.',
    },
    tooLong: (characters: number, most: number) => ({
      message: `A note can have up to ${most} characters.`,
      done: 'Nothing was sent.',
      next: `This one has ${characters}. Make it shorter and send it again.`,
    }),
    tooMany: (most: number) => ({
      message: `This request already has ${most} notes, which is the limit.`,
      done: "Your note wasn't sent.",
      next: 'Talk to each other directly.',
    }),
  },

  remind: {
    untold: 'No one was reminded.',
    tooSoon: (minutes: number) => ({
      message: 'They were asked or reminded less than an hour ago.',
      done: 'No one was reminded again.',
      next: `Try again in ${plural(minutes, { one: 'a minute', other: '# minutes' })}, or ask them yourself.`,
    }),
  },

  /** Why nobody can be asked: sentences without their period. */
  ask: {
    someone: (names: readonly string[], more: number) =>
      listWords([...names, ...(more > 0 ? [`${more} more`] : [])], 'and'),
    requesterUnknown: (requester: string) =>
      `${requester} has no "teams" in policy.json, so Rollcall can't tell who their manager is`,
    requesterHasNone: (requester: string) => `${requester} has no manager in the directory`,
    peopleHaveNone: (who: string, people: number) =>
      `${who} ${plural(people, { one: 'has', other: 'have' })} no manager in the directory who can be asked`,
    unreached: (names: readonly string[]) => `${listWords(names, 'and')} can't be reached`,
    noApprover: (why: readonly string[]) => `This needs approval, and ${why.join('; ')}.`,
    openTeams: 'Ask them to open Rollcall in Teams and type help. Then press the button again.',
    nameFallback: `${NAME_FALLBACK}.`,
  },
};

function lastDays(days: number): string {
  return plural(days, { one: 'the last day', other: 'the last # days' });
}
