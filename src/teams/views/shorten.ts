import type { EditFormView } from '../../flows/views/changing.ts';
import type { PresetPicker } from '../../flows/views/presets.ts';
import type { View } from '../../flows/views.ts';

/** How many of a list are kept for the next try: always fewer, so that it comes to an end, but one at least. */
function keepOf({ length }: readonly unknown[]): number {
  return length <= 1 ? length : Math.min(length - 1, Math.ceil(length * 0.75));
}

/** The others are found by typing; the one that is chosen needs its name in the card. */
function shortenPicker(picker: PresetPicker): PresetPicker {
  const { chosen, offered } = picker;
  const first = offered.filter(({ id }) => id === chosen);
  const others = offered.filter(({ id }) => id !== chosen);
  const fewer = [...first, ...others].slice(0, Math.floor(offered.length * 0.75));
  return { ...picker, offered: fewer, isCut: true };
}

/** The chosen ones stay: one that is not in the card would be read as not chosen. */
function dropLicenses<View extends { licensesLeftOff?: number; licenses: readonly unknown[] }>(
  view: View,
  isChosen: (license: View['licenses'][number]) => boolean,
): View | undefined {
  const others = view.licenses.filter((license) => !isChosen(license));
  if (others.length === 0) return undefined;
  const kept = new Set(others.slice(0, Math.floor(others.length * 0.75)));
  const licenses = view.licenses.filter((license) => isChosen(license) || kept.has(license));
  const dropped = view.licenses.length - licenses.length;
  return { ...view, licenses, licensesLeftOff: (view.licensesLeftOff ?? 0) + dropped };
}

type EditText = EditFormView['texts'][number];

/** Of this line every location is in the card. */
function isWholeList({ locations, locationsCut }: EditText): boolean {
  return locations !== undefined && locationsCut !== true;
}

/** Of that line only the chosen one stays, which needs its name. */
function cutLocations(text: EditText): EditText {
  const locations = text.locations?.filter(({ code }) => code === text.value) ?? [];
  return { ...text, locations, locationsCut: true };
}

/** A view with shorter lists, their counts kept true; undefined when there is nothing left to shorten. */
export function shorten(view: View): View | undefined {
  if (view.kind === 'results' && view.created.length + view.failed.length > 2) {
    const created = view.created.slice(0, Math.floor(view.created.length / 2));
    const failed = view.failed.slice(0, keepOf(view.failed));
    return {
      ...view,
      created,
      moreCreated: view.moreCreated + view.created.length - created.length,
      failed,
      moreFailed: view.moreFailed + view.failed.length - failed.length,
    };
  }
  if (view.kind === 'verification' && view.findings.length > 1) {
    const findings = view.findings.slice(0, keepOf(view.findings));
    return { ...view, findings, more: view.more + view.findings.length - findings.length };
  }
  // One of two people still shows how the file is read.
  if (view.kind === 'verification' && view.people.length > 1) {
    return { ...view, people: view.people.slice(0, 1) };
  }
  if (view.kind === 'fixForm' && view.cells.length > 1) {
    return { ...view, cells: view.cells.slice(0, keepOf(view.cells)) };
  }
  if (view.kind === 'licenses' && view.licenses.length + view.idle.length > 2) {
    const licenses = view.licenses.slice(0, keepOf(view.licenses));
    const idle = view.idle.slice(0, Math.floor(view.idle.length / 2));
    return {
      ...view,
      licenses,
      more: view.more + view.licenses.length - licenses.length,
      idle,
      moreIdle: view.moreIdle + view.idle.length - idle.length,
    };
  }
  if (view.kind === 'wave' && view.lines.length > 1) {
    const lines = view.lines.slice(0, keepOf(view.lines));
    return { ...view, lines, more: view.more + view.lines.length - lines.length };
  }
  if (view.kind === 'history' && view.entries.length > 1) {
    const entries = view.entries.slice(0, keepOf(view.entries));
    return { ...view, entries, more: view.more + view.entries.length - entries.length };
  }
  if (view.kind === 'customers' && view.lines.length > 1) {
    const lines = view.lines.slice(0, keepOf(view.lines));
    return { ...view, lines, more: view.more + view.lines.length - lines.length };
  }
  if (view.kind === 'presets' && view.presets.some(({ summary }) => summary.length > 0)) {
    const presets = view.presets.map((preset) => ({ ...preset, summary: preset.summary.slice(0, -1) }));
    return { ...view, presets };
  }
  if ((view.kind === 'personForm' || view.kind === 'setupForm') && view.preset.offered.length > 1) {
    return { ...view, preset: shortenPicker(view.preset) };
  }
  if (view.kind === 'personForm') {
    const fewer = dropLicenses(view, ({ skuId }) => view.values.licenses.includes(skuId));
    if (fewer !== undefined || view.locationsCut) return fewer;
    const locations = view.locations.filter(({ code }) => code === view.values.usageLocation);
    return { ...view, locations, locationsCut: true };
  }
  if (view.kind === 'editForm' && view.texts.some(isWholeList)) {
    return { ...view, texts: view.texts.map((text) => (isWholeList(text) ? cutLocations(text) : text)) };
  }
  if (view.kind === 'setupForm') {
    return dropLicenses(view, ({ license }) => view.values.licenses.includes(license.skuId));
  }
  if (view.kind === 'assignForm') {
    // Services that are off stay: one that is not in the card would be read as switched on.
    const isOff = ({ value }: { value: string }): boolean => view.values.servicesOff.includes(value);
    const on = view.services.filter((service) => !isOff(service));
    if (on.length === 0) {
      return dropLicenses(view, ({ license }) => view.values.licenses.includes(license.skuId));
    }
    const services = [...view.services.filter(isOff), ...on.slice(0, Math.floor(on.length / 2))];
    return { ...view, services };
  }
  if (view.kind === 'personConfirm' && view.notes.length > 1) {
    const notes = view.notes.slice(0, keepOf(view.notes));
    return { ...view, notes, moreNotes: (view.moreNotes ?? 0) + view.notes.length - notes.length };
  }
  if (view.kind === 'actsConfirm' && view.lines.length > 1) {
    const lines = view.lines.slice(0, keepOf(view.lines));
    return { ...view, lines, moreLines: (view.moreLines ?? 0) + view.lines.length - lines.length };
  }
  if (view.kind === 'personResult' && (view.acts ?? []).length > 1) {
    // Those that failed say what to do.
    const all = view.acts ?? [];
    const sorted = [
      ...all.filter(({ state }) => state === 'failed'),
      ...all.filter(({ state }) => state !== 'failed'),
    ];
    const acts = sorted.slice(0, keepOf(all));
    return { ...view, acts, moreActs: (view.moreActs ?? 0) + all.length - acts.length };
  }
  if (view.kind === 'approval' && view.acts.length > 1) {
    const acts = view.acts.slice(0, keepOf(view.acts));
    return { ...view, acts, moreActs: (view.moreActs ?? 0) + view.acts.length - acts.length };
  }
  if (view.kind === 'personCard' && (view.plans ?? []).length > 0) {
    const plans = (view.plans ?? []).slice(0, Math.floor((view.plans ?? []).length / 2));
    return { ...view, plans };
  }
  return undefined;
}
