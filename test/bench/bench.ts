import type { StoreKind } from './openRecords.ts';

/** How a bench is run. */
export interface BenchOptions {
  /** A size that shows in a minute whether the bench works; its numbers prove less. */
  short: boolean;
  /** Where records are kept, where a bench can tell them apart. */
  stores: readonly StoreKind[];
  /** Processes that share one database, where a bench can have several. */
  instances: number;
}

/** Prints its lines. */
export type Bench = (options: BenchOptions) => Promise<void>;
