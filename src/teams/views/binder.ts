import type { ViewKind, ViewOf } from '../../flows/views.ts';
import type { CardData } from '../outgoing/bindCard.ts';

/** Turns a view into the data of `adaptive-cards/<kind>.json`. */
export type Binder<K extends ViewKind> = (view: ViewOf<K>) => CardData;
