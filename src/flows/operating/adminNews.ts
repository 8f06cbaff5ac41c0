import type { CustomerId } from '../../domain/terms.ts';
import type { NoticeView } from '../views/parts.ts';

/** An admin who is told something, by the customers that they act for. */
export interface NewsReader {
  /** Each customer of the policy. */
  isForAll: boolean;
  actsFor(customer: CustomerId): boolean;
}

/**
 * What admins are told without having asked. Each gets what is about their customers, so that nobody hears of another one's;
 * undefined: nothing is.
 */
export type AdminNews = (reader: NewsReader) => NoticeView | undefined;
