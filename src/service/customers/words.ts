/** What is said about what was begun without a customer. */
export const CUSTOMER_SERVICE_WORDS = {
  gone: {
    message: "This question isn't open any more.",
    next: 'Nothing was done. Type the command again, or attach the file again.',
  },
};
