import { listWords } from '../../domain/listWords.ts';
import { count } from '../words.ts';

const people = (n: number): string => count(n, 'person', 'people');
const customers = (n: number): string => count(n, 'customer', 'customers');

/** In one sentence; of more the first. */
const MOST_NAMES = 8;

/** `Contoso, Fabrikam, and 40 more`. */
function someOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES + 1;
  return listWords(more > 1 ? [...names.slice(0, MOST_NAMES - 1), `${more} more`] : names, 'and');
}

/** What is said about one file for several customers. */
export const WAVE_WORDS = {
  title: {
    open: (n: number, of: number) => `${people(n)} for ${customers(of)}`,
    running: (n: number, of: number, done: number) =>
      `Creating ${people(n)} for ${customers(of)}${done === 0 ? '' : `: ${done} created`}`,
    stopped: (done: number, n: number) => `Stopped: ${done} of ${people(n)} created`,
    ended: (done: number, n: number) => `Ended: ${done} of ${people(n)} created`,
    done: (done: number, n: number) => `Finished: ${done} of ${people(n)} created`,
    undone: 'Undone: everyone who was created was deleted again',
    /** Where its reader doesn't see all customers of the file. */
    undoneHere: 'Undone for the customers shown here',
  },
  notes: {
    /** How it is carried out. */
    order(first: number, atOnce: number, failures: number) {
      const stops =
        failures === 1
          ? 'If something goes wrong for one customer, no other customer is started.'
          : `If something goes wrong for ${failures} customers, no other customer is started.`;
      const another =
        failures === 1 ? '' : ' If something goes wrong there, it tries another customer in its place.';
      return `Rollcall starts with ${customers(first)}. Once everyone there is created, it goes on with ${atOnce === 1 ? 'one' : `up to ${atOnce}`} at a time.${another} ${stops}`;
    },
    /** `why`: a whole sentence. */
    waits: (why: string) => `Waiting: ${why} It goes on by itself once that's over.`,
    rest: (first: number, last: number, of: number) => `Customers ${first} to ${last} of ${of}`,
    column: (column: string, readAs: string) => `${column} → ${readAs}`,
    columns: (columns: readonly string[], first: readonly string[]) =>
      `The header was read as: ${columns.join(', ')}.${first.length === 0 ? '' : ` The first person: ${first.join(', ')}.`} Check this before you go on.`,
    names: {
      encoding: (names: readonly string[]) =>
        `The file isn't in UTF-8, so accented letters are a guess: ${someOf(names)}. Check them before you go on. If one is wrong, save the file as "CSV UTF-8" and attach it again.`,
      garbled: (names: readonly string[]) =>
        `Some letters look garbled: ${someOf(names)}. Check them before you go on. If one is wrong, correct it in the file and attach it again.`,
    },
    setUp: "Set up everyone at once. A customer that these settings don't fit can be set up separately.",
    notIncluded: (names: readonly string[]) => `Not ready, so not included: ${someOf(names)}.`,
    replaces: (name: string) =>
      `This takes the place of ${name}, which you attached before. No one is created from that one.`,
    corrected: (fileName: string, names: readonly string[]) =>
      `The rows of ${fileName} were put into this file, for ${someOf(names)}. Everyone else is still in it.`,
    stray: (rows: number, row: number, said: string, suggestion: string | undefined) =>
      `${count(rows, 'row is', 'rows are')} left out (first: row ${row}): ${said === '' ? 'no customer is given' : `none of your customers is called "${said}"`}.${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`,
    strayOfSeveral: (rows: number, row: number, said: string) =>
      `${count(rows, 'row is', 'rows are')} left out (first: row ${row}): several of your customers match "${said}". Use the tenant ID of the one you mean.`,
    strayUnanswered: (rows: number, row: number, said: string, names: readonly string[]) =>
      `${count(rows, 'row is', 'rows are')} left out (first: row ${row}): Rollcall couldn't look up "${said}" because Microsoft 365 didn't answer for ${someOf(names)}. Attach the file again later, or use the customer's name.`,
    moreStrays: (n: number) =>
      `${count(n, 'more value', 'more values')} in the customer column match none of your customers.`,
    straysNext: 'To include these rows, correct the customer column and attach the file again.',
    stoppedItself: (names: readonly string[]) =>
      `Something went wrong for ${someOf(names)}, so no other customer is started. Open the details, correct what is wrong, and try again. Or continue with the others.`,
    notAsked: (names: readonly string[]) =>
      `Nothing could be started for ${someOf(names)}, so no other customer is started. Continue tries that again and goes on with the others. To change what is asked for, open it.`,
    notBegun: (names: readonly string[]) =>
      `Nothing could be started for ${someOf(names)}, so no other customer is started. Open it to ask again. Or continue with the others.`,
    refused: (name: string, message: string, next: string) => `${name}: ${message} ${next}`,
    notShown:
      "This file was also for customers you can't act for. They aren't shown here, and their people aren't counted.",
    gone: (n: number) =>
      `This file was also for ${n === 1 ? 'a customer that was' : `${n} customers that were`} removed from Rollcall. ${n === 1 ? "It isn't" : "They aren't"} shown here. People who were created there stay, and aren't counted.`,
    stoppedParts: (names: readonly string[]) =>
      `It was stopped for ${someOf(names)} before everyone there was created. Continue to create the rest.`,
    mended: 'What went wrong was corrected. Continue to create the people of the other customers.',
    stoppedBy: (name: string) => `${name} stopped it. Nothing more is started.`,
  },
  line: {
    counts(ready: number, toFix: number) {
      return `${ready} ready${toFix === 0 ? '' : `, ${toFix} to fix`}.`;
    },
    notSetUp: 'Not set up yet.',
    agree: 'Open it and check how the file was read.',
    misfit: (why: string) => `${why} Open it to set it up separately.`,
    creates: (n: number, licenses: readonly string[]) =>
      `Creates ${people(n)}${licenses.length === 0 ? ', no license' : ` with ${listWords(licenses, 'and')}`}.`,
    moved: (names: readonly string[], more: number) =>
      `User names for this customer: ${names.join(', ')}${more === 0 ? '' : `, and ${more} more`}.`,
    leftOut: (n: number) => `${count(n, 'row', 'rows')} left out.`,
    approval: (names: readonly string[]) =>
      names.length === 0 ? 'Needs approval.' : `Needs approval from ${listWords(names, 'or')}.`,
    asked: (names: readonly string[]) =>
      names.length === 0 ? 'Waiting for approval.' : `Waiting for approval from ${listWords(names, 'or')}.`,
    held: 'Waiting for its turn.',
    begins: 'Starting.',
    out: 'Left out.',
    created: (done: number, n: number) => `${done} of ${n} created.`,
    failed: (n: number) => `${n} failed.`,
    partly: (n: number) => `${n} with a failed step.`,
    /** Of the first person for whom something failed. */
    why: (message: string, next: string) => `${message} ${next}`,
    declined: (name: string, reason: string) => `Declined by ${name}${reason === '' ? '.' : `: ${reason}`}`,
    canceled: (by?: string) => (by === undefined ? 'Canceled.' : `Canceled by ${by}.`),
    expired: 'No one approved it in time.',
    undone: 'Everyone created was deleted again.',
    undoing: 'Deleting everyone who was created.',
    partUndone: (n: number) => `Undone, but ${count(n, 'account is', 'accounts are')} still there.`,
    stopped: 'Stopped before everyone was created.',
  },
  buttons: {
    severalCustomers: 'Several customers…',
    setUp: 'Set up everyone…',
    start: (n: number) => `Create ${n}`,
    refresh: 'Refresh',
    cancel: 'Cancel',
    agree: 'These columns are right',
    names: 'Names are right',
    takeAll: (n: number) => (n === 1 ? 'Use the suggestion' : `Use the ${n} suggestions`),
    more: 'More customers',
    open: 'Open',
    details: 'Details',
    stop: 'Stop all',
    goOn: 'Continue',
    end: 'End',
    retry: 'Try failed again',
    results: 'Results file',
    undo: 'Undo all…',
  },
  undo: {
    title: (n: number) => `Delete ${people(n)}?`,
    text: 'Everyone this file created is deleted, for all customers. Microsoft 365 keeps deleted accounts for 30 days.',
    /** Where its reader doesn't see all customers of the file. */
    textHere:
      'Everyone this file created is deleted, for the customers shown here. Microsoft 365 keeps deleted accounts for 30 days.',
    ok: (n: number) => `Delete ${n}`,
  },
  end: {
    title: 'End this?',
    text: "What hasn't started is canceled, and so is what waits for approval. What was created stays.",
    ok: 'End',
  },
  choose: {
    submit: 'Check the people',
    hint: "Everyone in the file is created for each of these customers, with user names in that customer's domain. You'll see everything before anyone is created.",
  },
  canceled: { title: 'Canceled. No one was created.', next: 'To start over, attach a file.' },
  results: {
    title: 'Here is the results file.',
    text: 'It lists everyone, by customer, without passwords.',
  },
  starting: (n: number, of: number) => `Creating ${people(n)} for ${customers(of)}`,
  /** In the set-up form of the first customer. */
  alsoFor: (names: readonly string[]) =>
    `These settings are also used for ${someOf(names)}, except groups. Where they don't fit, you'll be told.`,
};
