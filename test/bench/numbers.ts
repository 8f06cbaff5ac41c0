/** The middle value; the mean of the two in the middle for an even count. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least this share of all is not above. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Three digits after the point: more would be noise. */
function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/**
 * One line of a bench's result. Numbers are rounded.
 *
 * @param atMost the bounds that this line has to keep, by measure; one that is exceeded is named, and the process ends
 *   with code 1
 */
export function printLine(
  line: Readonly<Record<string, string | number>>,
  atMost: Readonly<Record<string, number>> = {},
): void {
  const rounded = Object.entries(line).map(([name, value]) => [
    name,
    typeof value === 'number' ? round(value) : value,
  ]);
  console.log(JSON.stringify({ ...Object.fromEntries(rounded), atMost }));
  for (const [name, bound] of Object.entries(atMost)) {
    if (Number(line[name]) <= bound) continue;
    console.error(`${line.bench}: ${name} is ${line[name]}, and may be ${bound} at most.`);
    process.exitCode = 1;
  }
}
