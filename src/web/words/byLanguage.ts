import type { Language } from '../../domain/languages.ts';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import type { PageWords } from './pageWords.ts';
import { PT_BR } from './ptBr.ts';

/** The words of each language. */
export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: EN,
  de: DE,
  fr: FR,
  es: ES,
  'pt-BR': PT_BR,
};
