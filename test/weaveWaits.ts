import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A limit of its own that a test has, in milliseconds: a number of five digits or more as the last argument. */
const LIMIT = /\}, ([\d_]{5,})\);/g;

/** The longest that a file gives one of its tests, in milliseconds: 0 where all keep to the limit of `vitest.config.ts`. */
export function readLimit(source: string): number {
  return Math.max(
    0,
    ...[...source.matchAll(LIMIT)].map(([, limit = '']) => Number(limit.replaceAll('_', ''))),
  );
}

/** Every other one is from the first list, as long as it has any. */
export function weave<Item>(first: readonly Item[], second: readonly Item[]): Item[] {
  return [
    ...first.flatMap((one, index) => [one, ...second.slice(index, index + 1)]),
    ...second.slice(first.length),
  ];
}

/**
 * The order in which test files begin. Vitest begins with the largest; the longest of ours are small, since they mostly wait
 * for a process or a clock, and at the end they would leave both cores idle for two minutes. So those with a limit of their
 * own begin among the others, the longest first.
 */
export class WeaveWaits extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specs);
    return [...new Set(sorted.map(({ project }) => project))].flatMap((project) => {
      const files = sorted
        .filter((spec) => spec.project === project)
        .map((spec) => ({ spec, limit: readLimit(readFileSync(spec.moduleId, 'utf8')) }));
      const long = files.filter(({ limit }) => limit > project.config.testTimeout);
      const others = files.filter((file) => !long.includes(file));
      return weave(
        long.toSorted((a, b) => b.limit - a.limit),
        others,
      ).map(({ spec }) => spec);
    });
  }
}
