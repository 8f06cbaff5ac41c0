/** The contact fields, in the order of the Microsoft 365 template, and employeeId. */
export const CONTACT_PROPERTIES = [
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'otherMails',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'employeeId',
] as const;

export type ContactProperty = (typeof CONTACT_PROPERTIES)[number];
