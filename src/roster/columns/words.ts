/** The kinds of files that are known by their headers; also their names in messages and in what is stored. */
export const TEMPLATES = {
  portal: 'Microsoft 365 template',
  entra: 'Entra template',
  results: 'Results file',
  own: 'Own columns',
} as const;

export type Template = (typeof TEMPLATES)[keyof typeof TEMPLATES];
