import { listWords } from '../../domain/listWords.ts';

/** What is said about a file for several customers, beyond what is said of each one's part. */
export const WAVE_SERVICE_WORDS = {
  late: {
    message: "Microsoft 365 didn't answer for this customer in time.",
    next: 'Attach the file again later to add its people.',
  },
  roleLost: {
    message: 'The person who started this can no longer create people for this customer.',
    next: 'Ask an admin of this customer to attach the file.',
  },
  partGone: {
    message: "This customer's part of the file is no longer kept.",
    next: 'Attach the file again.',
  },
  reason: 'It needs approval, so it needs a reason.',
  noCustomers: {
    message: 'None of the rows is for a customer you can create people for.',
    next: (column: string, names: string) =>
      `Put the name, id, or domain of a customer in the ${column} column of each row, and attach the file again. Your customers: ${names}. If the column isn't about your customers, give it another name.`,
    ofSeveral: (column: string, said: string) =>
      `Several of your customers match "${said}". Put the tenant ID of the one you mean in the ${column} column, and attach the file again.`,
  },
  unanswered: {
    message: (names: readonly string[]) =>
      `Microsoft 365 didn't answer for ${listWords(names, 'and')}, so Rollcall can't tell whose these domains are.`,
    next: 'Attach the file again later, or use the names of the customers instead.',
  },
  chooseSome: {
    message: 'No customer was chosen.',
    next: 'Choose at least one.',
  },
  notYours: {
    message: "One of these isn't a customer you can create people for.",
    next: 'Attach the file again and choose from the list.',
  },
  nothingReady: {
    message: 'No customer is ready yet.',
    done: 'Nothing was started.',
    next: 'Set up the people first.',
  },
  started: {
    message: 'This file was already started.',
    next: 'Use its newest message.',
  },
  notRunning: {
    message: 'This is no longer running.',
    next: 'Use its newest message.',
  },
  stoppedSince: {
    message: 'Stop or Continue was pressed again at the same time.',
    next: 'Look at its newest message.',
  },
  stopsStill: {
    message: "What was stopped hasn't come to its end yet.",
    done: 'Nothing was changed.',
    next: 'Try again in a minute.',
  },
  strayInLog: {
    message: (row: number, said: string) =>
      said === ''
        ? `Row ${row} doesn't say which customer it is for.`
        : `None of your customers is called "${said}" (row ${row}).`,
    next: 'Correct the customer column and attach the log again.',
  },
  noPart: {
    message: 'There is nothing to show for this customer.',
    next: 'Use the newest message of the file.',
  },
};
