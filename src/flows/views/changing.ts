import type { Button, FormTarget, When } from './parts.ts';
import type { PresetPicker } from './presets.ts';

/**
 * What can be changed of one person. Field ids: those of `texts` (Graph's names, userName, manager), signIn, signOut,
 * reason. What was not touched stays as it is.
 */
export interface EditFormView {
  kind: 'editForm';
  target: FormTarget;
  /** Goes back to the card of the person, in a chat whose forms take its place. Left out: there is none. */
  back?: Button;
  customer: string;
  displayName: string;
  userPrincipalName: string;
  /** Lines of text, in their order; `locations`: its value is the code of one of these. */
  texts: readonly {
    id: string;
    label: string;
    value: string;
    hint?: string;
    required?: boolean;
    locations?: readonly { code: string; name: string }[];
    /** Only the chosen one is there; the others are found by typing. */
    locationsCut?: true;
  }[];
  signIn: 'allowed' | 'blocked';
  signOut: 'no' | 'yes';
  reason: string;
  /** Whose approval it needs, whatever is chosen. */
  approval?: string;
}

/** One thing that changes: `Job title`, `Engineer`, `Lead`. */
export interface ActLine {
  label: string;
  /** Left out: there is nothing to say of before. */
  before?: string;
  after: string;
}

/** What became of one thing that was to change. */
export interface ActResult {
  /** `Job title: Lead`. */
  text: string;
  /** `stays`: it was not to be done, because it cannot be. */
  state: 'done' | 'failed' | 'waiting' | 'stays';
  /** Why it failed. */
  why?: string;
}

/** What will be done to one person, before it is. */
export interface ActsConfirmView {
  kind: 'actsConfirm';
  target: FormTarget;
  /** Left out: there is no form to go back to. */
  back?: Button;
  customer: string;
  /** `Change this person?` */
  title: string;
  /** The button is red. */
  danger?: true;
  displayName: string;
  /** Left out: they are several people. */
  userPrincipalName?: string;
  /** Left out: at once. */
  when?: When;
  lines: readonly ActLine[];
  /** Of them not shown. */
  moreLines?: number;
  /** Sentences: what follows from it, and what is not done. */
  notes: readonly string[];
  reason: string;
  /** The reason is written here (field id: reason), and there is no form to go back to. Left out: it was written before. */
  asksReason?: 'optional' | 'needed';
}

/** Somebody who was deleted and comes back. Field ids: licenses, groups (some of their choices), signIn, reason. */
export interface ComeBackFormView {
  kind: 'comeBackForm';
  target: FormTarget;
  /** Opens the form where it cannot be shown. */
  open: Button;
  customer: string;
  displayName: string;
  userPrincipalName: string;
  /** `2026-11-20`. Left out: it is not known. */
  deletedOn?: string;
  /** Sentences: where the choices come from, and what cannot be given back. */
  notes: readonly string[];
  licenseChoices: readonly { value: string; text: string }[];
  licenses: readonly string[];
  groupChoices: readonly { value: string; text: string }[];
  groups: readonly string[];
  signIn: 'allowed' | 'blocked';
  reason: string;
}

/**
 * Somebody who leaves, or several people. Field ids: preset, steps (some of `choices`), reply, date (empty: now), time, zone,
 * deleteAfter (days; empty: never), reason.
 */
export interface LeaveFormView {
  kind: 'leaveForm';
  target: FormTarget;
  /** Goes back to the card of the person, in a chat whose forms take its place. Left out: there is none. */
  back?: Button;
  /** Opens the form where it cannot be shown. */
  open: Button;
  customer: string;
  /** Of several people the first ones: `Ada Lovelace, Sam Stone, and 3 more`. */
  displayName: string;
  /** Left out: they are several people, in whose reply `{name}` and `{manager}` are filled in. */
  userPrincipalName?: string;
  /** When they leave, as their file says, in lines; left out: the form asks for it. */
  dates?: readonly string[];
  /** What the policy names for this customer. */
  preset: PresetPicker;
  /** In the order in which they are done. */
  choices: readonly { value: string; text: string }[];
  steps: readonly string[];
  reply: string;
  date: string;
  time: string;
  zone: string;
  deleteAfter: string;
  /** They are to leave on this date already, and this takes the place of that. */
  planned?: string;
  reason: string;
  /** Whose approval it needs, whatever is chosen. */
  approval?: string;
}
