import type { Task } from '../../domain/terms.ts';
import type { Button, FormTarget } from './parts.ts';

/** People who fit a search: at most 10. */
export interface PeopleView {
  kind: 'people';
  customer: string;
  query: string;
  people: readonly {
    displayName: string;
    userPrincipalName: string;
    isBlocked: boolean;
    /** When they were deleted, as `on 2026-11-20` or nothing. Left out: they are there. */
    deleted?: string;
    /** Left out: there is nothing that whoever reads this may do. */
    show?: Button;
  }[];
  /** There are more than these. */
  more: boolean;
  /** What could not be looked up, in whole sentences. */
  note?: string;
  buttons: readonly Button[];
}

/** Somebody who exists. */
export interface PersonCardView {
  kind: 'personCard';
  customer: string;
  displayName: string;
  userPrincipalName: string;
  signIn: 'allowed' | 'blocked' | 'unknown';
  /** `label` is our own word. */
  facts: readonly { label: string; value: string }[];
  /** Product names, how many services are switched off, and whether a group gives it. */
  licenses: readonly { name: string; off: number; inherited: boolean }[];
  /** The services of each license, once somebody asked for them. */
  plans?: readonly { license: string; plans: readonly { name: string; on: boolean }[] }[];
  groups: readonly string[];
  moreGroups: number;
  adminRoles: readonly string[];
  /** `Mia Meyer on 2026-08-01`. */
  createdHere?: string;
  buttons: readonly Button[];
}

/** Asks whose licenses are to change, who leaves, or who gets a new password. Field ids: people, person. */
export interface PersonSearchView {
  kind: 'personSearch';
  task: Extract<Task, 'assign' | 'leave' | 'reset'>;
  /** Submits `assign.found`, `leavers.found` or `resets.found`. */
  target: FormTarget;
  customer: string;
  /** People who can be picked, and letters before they are searched for. */
  most: number;
  fromLetters: number;
  chosen: readonly { id: string; displayName: string; userPrincipalName: string }[];
  query: string;
}
