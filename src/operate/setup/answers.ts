/** By name; variables and facts alike. Empty: not answered. */
export type Answers = Readonly<Partial<Record<string, string>>>;

/** True where it is answered, or stands in a file that is named. */
export const isAnswered = (answers: Answers, name: string): boolean =>
  Boolean(answers[name] || answers[`${name}_FILE`]);
