import type { Language } from '../../../../domain/languages.ts';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import type { MailWords } from './mailWords.ts';
import { PT_BR } from './ptBr.ts';

/** The words of each language. */
export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = {
  en: EN,
  de: DE,
  fr: FR,
  es: ES,
  'pt-BR': PT_BR,
};
