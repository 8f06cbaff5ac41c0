import { createPlural } from '../../domain/languages.ts';

const plural = createPlural('en');

const NOTHING_DONE = 'Nothing was done.';
const CLICK_IGNORED = 'Your click changed nothing.';
const REQUEST_UNCHANGED = 'The request is as it was.';
const PLAN_UNCHANGED = 'The plan is as it was.';
const NAME_FALLBACK = 'The person who runs Rollcall can name a "fallback" for this rule in policy.json';

/** Why something about a request is refused, and what it became of. */
export const APPROVAL_REFUSALS = {
  /** Once it is approved, and its job cannot be made. */
  start: {
    unexpected: {
      message: 'It was approved, but could not be started.',
      next: 'It is tried again when Rollcall starts the next time; if it is urgent, ask again.',
    },
    roleLost: { message: 'The requester no longer has the role for this.', next: 'Ask again.' },
    notWhole: { message: 'What is stored is not what was approved.', next: 'Ask again.' },
    approverLost: { message: 'Somebody who approved it may no longer decide this.', next: 'Ask again.' },
    needsApproval: (rule: string) => ({
      message: `This needs approval by now ("${rule}").`,
      next: 'Ask again, and it is sent to those who approve.',
    }),
    noSeats: 'Ask again once seats are available.',
  },

  change: {
    leftOut: (by: string) => `${by} took this person out of the request.`,
    nothingLeft: {
      message: 'Nothing would be left of the request.',
      done: REQUEST_UNCHANGED,
      next: 'Decline or cancel it instead.',
    },
    nothingChanged: {
      message: 'Nothing was changed.',
      done: REQUEST_UNCHANGED,
      next: 'Take a license away or leave somebody out.',
    },
    stillNoSeats: (why: string) => ({
      message: `It cannot be approved like this. ${why}`,
      done: REQUEST_UNCHANGED,
      next: 'Take more away, or decline it.',
    }),
  },

  plan: {
    leftOut: (by: string | undefined) =>
      by === undefined ? 'This person was taken out of the plan.' : `${by} took this person out of the plan.`,
    nobodyChosen: { message: 'Nobody was chosen.', done: PLAN_UNCHANGED, next: 'Choose whom to leave out.' },
    nobodyLeft: {
      message: 'Nobody would be left in the plan.',
      done: PLAN_UNCHANGED,
      next: 'Cancel the plan instead.',
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
      next: 'Ask an admin of Rollcall to do it.',
    },
    aboutYou: (requester: string) => ({
      message: 'This plan is about you, so somebody else has to change or cancel it.',
      done: NOTHING_DONE,
      next: `Talk to ${requester}.`,
    }),
    others: (requester: string) => ({
      message:
        'Only the person who asked for this, those who may approve it, and admins can change or cancel it.',
      done: NOTHING_DONE,
      next: `Ask ${requester}, or an admin of Rollcall.`,
    }),
  },

  decide: {
    noSeats: (why: string, isShort: boolean) => ({
      message: `It cannot be approved now. ${why}`,
      done: 'The request still waits.',
      next: `${isShort ? 'Approve it once there are seats again' : 'Take the license away with Change'}, or decline it.`,
    }),
    gone: {
      message: 'This request no longer exists.',
      done: NOTHING_DONE,
      next: 'Type approvals to see what waits for you.',
    },
    notAsked: {
      message: 'You are not among those who may decide this request.',
      done: NOTHING_DONE,
      next: 'Leave it to those who were asked, or ask the person who runs Rollcall to name you in policy.json.',
    },
    begun: {
      message: 'This has begun already.',
      done: CLICK_IGNORED,
      next: 'Wait for the message with its results.',
    },
    closed: {
      message: {
        waiting: () => 'This request still waits.',
        approved: (by?: string) => `This request was approved already${by === undefined ? '' : ` by ${by}`}.`,
        declined: (by?: string) => `This request was declined already${by === undefined ? '' : ` by ${by}`}.`,
        cancelled: () => 'This request was canceled by the requester.',
        expired: () => 'This request has expired: nobody decided in time.',
      },
      done: CLICK_IGNORED,
      next: 'The card shows how it stands.',
    },
    own: {
      message: 'You asked for this yourself, so somebody else has to decide it.',
      done: NOTHING_DONE,
      next: 'You can cancel it from your own message about it.',
    },
    twice: {
      message: 'You have approved this already; it waits for somebody else.',
      done: CLICK_IGNORED,
      next: 'The card changes when they have decided.',
    },
    departed: {
      message: 'Your account is no longer active in the directory.',
      done: NOTHING_DONE,
      next: 'Leave it to the others who were asked.',
    },
    controlled: (why: string, others: readonly string[]) => ({
      message: `Your answer does not count here: ${why}.`,
      done: 'Nothing was decided.',
      next:
        others.length > 0
          ? `Leave it to ${others.join(', ')}.`
          : `Nobody else can decide this. ${NAME_FALLBACK}; then ask again.`,
    }),
  },

  /** Why somebody's answer does not count: each a sentence without its period. */
  lost: {
    departed: (name: string) => `The account of ${name} is no longer active`,
    roleLost: (name: string) => `${name} may no longer decide this`,
    sameName: (name: string) => `${name} has the same name as the requester, and may be the same person`,
    unknown: (name: string) =>
      `${name} has no "teams" in policy.json, so nobody can tell who has the password of their account`,
    samePerson: (one: string, other: string) =>
      `The same person may be able to sign in as ${one} and as ${other}`,
    /** `who` may be able to act as `name`. */
    byOther: (who: string, name: string) =>
      `${who} may be able to sign in as ${name}, by way of another account`,
    created: (who: string, name: string) => `${who} created the account of ${name}`,
    contact: (who: string, name: string, days: number) =>
      `${who} changed a phone number or mail address that the password of ${name} can be reset with, in ${lastDays(days)}`,
    password: (who: string, name: string, days: number) =>
      `${who} set, saw or was sent the password of ${name} in ${lastDays(days)}`,
    requester: 'The requester',
  },

  reset: {
    decides: {
      message: 'This person may decide on what you ask for.',
      done: 'The password was not changed.',
      next: 'Ask somebody else who may reset passwords, or reset it in the Microsoft Entra admin center.',
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
      done: 'Your note was not sent.',
      next: 'Talk to each other directly.',
    }),
  },

  remind: {
    tooSoon: (minutes: number) => ({
      message: 'They were asked or reminded less than an hour ago.',
      done: 'Nobody was reminded again.',
      next: `Try again in ${plural(minutes, { one: 'a minute', other: '# minutes' })}, or ask them yourself.`,
    }),
  },

  /** Why nobody can be asked: sentences without their period. */
  ask: {
    someone: (names: readonly string[], more: number) =>
      `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    requesterUnknown: (requester: string) =>
      `${requester} has no "teams" in policy.json, so it cannot be told whose manager that is`,
    requesterHasNone: (requester: string) => `${requester} has no manager in the directory`,
    peopleHaveNone: (who: string, people: number) =>
      `${who} ${plural(people, { one: 'has', other: 'have' })} no manager in the directory who could be asked`,
    unreached: (names: readonly string[]) => `${names.join(', ')} cannot be reached`,
    noApprover: (why: readonly string[]) => `This needs approval, and ${why.join('; ')}.`,
    openTeams: 'Ask them to open Rollcall in Teams and say help; then press the button again.',
    nameFallback: `${NAME_FALLBACK}.`,
  },
};

function lastDays(days: number): string {
  return plural(days, { one: 'the last day', other: 'the last # days' });
}
