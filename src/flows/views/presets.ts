import type { Button, FormTarget } from './parts.ts';

/** Named settings, in a form that they can fill in. Field id: preset. */
export interface PresetPicker {
  /** Takes the chosen preset: the form comes back filled in. */
  use: Button;
  /** Keeps the form as a preset; left out for somebody who may not. */
  save?: Button;
  /** Id of the one that was taken last; empty: none. */
  chosen: string;
  /** By name. */
  offered: readonly { id: string; name: string }[];
  /** There are more, which are found by typing. */
  isCut: boolean;
  /** What came of it, such as a group that is gone. */
  notes: readonly string[];
  /** Goes up each time that values were put in: Slack takes them in new blocks only. */
  round: number;
}

/** What a preset is to be called. Field id: presetName. */
export interface PresetNameView {
  kind: 'presetName';
  target: FormTarget;
  customer: string;
  /** What it holds. */
  summary: readonly string[];
  values: { presetName: string };
  /** Back, and for one that is there already Delete. */
  buttons: readonly Button[];
}

/** A customer's presets, by name: 30 at most. */
export interface PresetsView {
  kind: 'presets';
  customer: string;
  presets: readonly { name: string; summary: readonly string[]; edit: Button }[];
  /** What was done just now. */
  note?: string;
}
