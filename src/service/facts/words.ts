/** What is wrong with what was chosen among a tenant's facts. */
export const FACT_WORDS = {
  groupUnknown: (id: string) => `People can't be added to a group with the id ${id}. Choose again.`,
};
