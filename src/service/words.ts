/** What is said of a file that a chat hands over. */
export const FILE_WORDS = {
  megabytes: (n: number) => `${n} MB`,
  bytes: (n: number) => `${n} bytes`,
  tooLarge: (most: string) => `This file is larger than ${most}, which is the most Rollcall reads.`,
  split: 'Split it into smaller files.',
};
