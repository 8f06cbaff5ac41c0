import { PERSON_RULES } from '../../domain/personRules.ts';
import type { PersonProperty } from '../../domain/terms.ts';

/** What fields are called that are not a property of a person. */
const LABELS: Readonly<Record<string, string>> = {
  userName: 'User name',
  domain: 'Domain',
  usageLocation: 'Location',
  manager: 'Manager',
  signOut: 'Sign out everywhere',
  steps: 'What to do',
  reply: 'Automatic reply',
  date: 'Date (optional)',
  time: 'Time of day',
  zone: 'Time zone',
  deleteAfter: 'Delete the account after this many days',
  signIn: 'Sign-in',
  licenses: 'Licenses',
  groups: 'Groups',
  people: 'People',
  leaveOut: 'People to leave out',
  left: 'Done',
  notDone: 'Not done yet',
  person: 'Or type user names',
  remove: 'Licenses to remove',
  servicesOff: 'Services turned off',
  recipients: 'Send the password to',
  delivery: 'How to deliver the password',
  reason: 'Ticket or reason',
  note: 'Note',
  presetName: 'Name of the preset',
  customer: 'Customer',
  customers: 'Customers',
  customerName: 'Name of the customer',
  tenant: 'Domain or tenant ID',
  columnsName: 'Remember these columns as',
  file: 'CSV or Excel file',
};

/** A field's name as people read it. */
export function labelOf(field: string): string {
  if (Object.hasOwn(LABELS, field)) return LABELS[field] ?? field;
  return Object.hasOwn(PERSON_RULES, field) ? PERSON_RULES[field as PersonProperty].label : field;
}
