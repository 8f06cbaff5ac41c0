/** What is said about which customer something is for. */
export const CUSTOMER_WORDS = {
  choosing: {
    title: 'For which customer?',
    unknown: (word: string) => `None of your customers is called "${word}".`,
    submit: 'Go on',
    hint: 'To skip this question, add the customer to the command, like @contoso.',
  },
  refused: {
    CUSTOMER_NOT_YOURS: {
      title: "You can't act for the customer that this is for.",
      text: 'Nothing was done.',
      next: (whom: string) => `If you should be able to, ask ${whom}.`,
    },
    CUSTOMER_NOT_ALL: {
      title: 'This is for all customers, and you act for some of them.',
      text: 'Nothing was done.',
      next: (whom: string) => `Ask an admin of all customers, or ${whom}.`,
    },
    CUSTOMER_OTHER: {
      title: 'This belongs to another customer than the card shows.',
      text: 'Nothing was done.',
      next: () => 'Start again from the card of the right customer, or type the command again.',
    },
    CUSTOMER_UNSAID: {
      title: "This card doesn't say which customer it's for.",
      text: 'Nothing was done. The card is from before Rollcall had several customers.',
      next: () => 'Type the command again.',
    },
  },
};
