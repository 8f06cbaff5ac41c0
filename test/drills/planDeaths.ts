import { createChance } from './chance.ts';
import type { DeathPoint } from './points.ts';

/** Where a process is to die, and what happens there in a run without a death. */
export type PlannedDeath = DeathPoint & { name: string };

/** Draws the same sample each time, so that a death that was found can be run again. */
export const SEED = 1;

/** What tells one job, draft or object from another. */
const ITS_OWN = /job_[\w-]{32}|draft_[A-Za-z]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** `sync jobs/job_BYy…/job.json` → `sync jobs/…/job.json`: what points have in common that do the same to different things. */
export function kindOf(name: string): string {
  return name.replace(ITS_OWN, '…');
}

/** True where something happens that cannot be taken back: a call that may change the tenant, or a mail. */
function isEffect(name: string): boolean {
  return /^(?:POST|PATCH|PUT|DELETE|mail) /.test(name);
}

/** Both sides of every point. */
function listDeaths(names: readonly string[]): PlannedDeath[] {
  return names.flatMap((name, index) =>
    (['before', 'after'] as const).map((when) => ({ nth: index + 1, when, name })),
  );
}

/** A part of all deaths, evenly spread: what the short form has time for. */
export function spreadDeaths(names: readonly string[], most: number): PlannedDeath[] {
  const all = listDeaths(names);
  if (all.length <= most) return all;
  // An odd step meets both sides.
  const step = Math.ceil(all.length / most) | 1;
  return all.filter((_, index) => index % step === 0);
}

/**
 * Both deaths at every effect; of all others one of each kind, drawn by {@link SEED} with its side. A job goes through the
 * same changes to the disk for each of its steps, and a death takes two processes of a second each: all of them would be
 * half an hour, in which nobody waits for a drill.
 */
export function sampleDeaths(names: readonly string[]): PlannedDeath[] {
  const chance = createChance(SEED);
  const all = listDeaths(names);
  const others = new Map<string, PlannedDeath[]>();
  for (const death of all) {
    if (isEffect(death.name)) continue;
    const kind = kindOf(death.name);
    others.set(kind, [...(others.get(kind) ?? []), death]);
  }
  const drawn = new Set([...others.values()].map((same) => same[Math.floor(chance() * same.length)]));
  return all.filter((death) => isEffect(death.name) || drawn.has(death));
}
