import { createPlural } from '../../../../domain/languages.ts';
import type { Brought, MailWords } from './mailWords.ts';

const plural = createPlural('es');

const accounts = (count: number) => plural(count, { one: 'una cuenta', other: '# cuentas' });

const what = (brought: Brought, count: number): string =>
  ({
    first: plural(count, { one: 'la primera contraseña', other: 'las primeras contraseñas' }),
    new: plural(count, { one: 'la nueva contraseña', other: 'las nuevas contraseñas' }),
    pass: plural(count, {
      one: 'un Pase de acceso temporal para el primer inicio de sesión',
      other: 'un Pase de acceso temporal para el primer inicio de sesión de cada persona',
    }),
  })[brought];

/** Spanish for Spain and Latin America, with Microsoft’s own terms: contraseña, nombre de usuario, Pase de acceso temporal. */
export const ES: MailWords = {
  part: (part, parts) => ` (parte ${part} de ${parts})`,
  subject(brought, { count, customer, part }) {
    const subject = {
      first: plural(count, {
        one: 'Primera contraseña de una cuenta nueva',
        other: 'Primeras contraseñas de cuentas nuevas',
      }),
      new: plural(count, {
        one: 'Nueva contraseña de una cuenta',
        other: 'Nuevas contraseñas de cuentas',
      }),
      pass: plural(count, {
        one: 'Primer inicio de sesión en una cuenta nueva',
        other: 'Primer inicio de sesión en cuentas nuevas',
      }),
    };
    return `${subject[brought]} en ${customer}${part}`;
  },
  created: ({ createdBy, count, customer, part }) =>
    `${createdBy} creó ${accounts(count)} en ${customer} con Rollcall${part}.`,
  reset({ createdBy, count, customer, part }) {
    const set = plural(count, { one: 'una nueva contraseña', other: 'nuevas contraseñas' });
    const before = plural(count, {
      one: 'La contraseña anterior ya no funciona.',
      other: 'Las contraseñas anteriores ya no funcionan.',
    });
    return `${createdBy} estableció ${set} para ${accounts(count)} en ${customer} con Rollcall${part}. ${before}`;
  },
  signIn: (url) =>
    `El inicio de sesión se hace en ${url} con el nombre de usuario y la contraseña que figuran abajo. Después, Microsoft pide una nueva contraseña que solo debe conocer el titular de la cuenta.`,
  userName: 'Nombre de usuario',
  password: 'Contraseña',
  blocked: 'El inicio de sesión está bloqueado hasta que un administrador lo permita.',
  keepSafe:
    'Entregue cada contraseña solo al titular de la cuenta, en persona o por teléfono, y elimine después este correo. Rollcall nunca pide contraseñas.',
  more: (count) => plural(count, { one: 'y una persona más', other: 'y # más' }),
  see: (brought, count) =>
    ({
      first: plural(count, { one: 'Ver la primera contraseña', other: 'Ver las primeras contraseñas' }),
      new: plural(count, { one: 'Ver la nueva contraseña', other: 'Ver las nuevas contraseñas' }),
      pass: plural(count, {
        one: 'Ver el Pase de acceso temporal',
        other: 'Ver los Pases de acceso temporal',
      }),
    })[brought],
  once(brought, count, until, createdBy) {
    const when =
      brought === 'pass'
        ? plural(count, {
            one: 'Ábralo cuando la persona pueda iniciar sesión de inmediato: la página indica hasta cuándo es válido el pase.',
            other:
              'Ábralo cuando todas las personas puedan iniciar sesión de inmediato: la página indica hasta cuándo son válidos los pases.',
          })
        : 'Ábralo cuando pueda anotar o entregar lo que muestra.';
    return `El enlace muestra ${what(brought, count)} una sola vez, hasta el ${until}. ${when} Rollcall avisará a ${createdBy} cuando se abra el enlace.`;
  },
  lost: (createdBy) =>
    `Si la página no muestra nada o si no esperaba este correo, avise a ${createdBy}, que puede enviar otro enlace. No reenvíe este correo.`,
};
