import { createPlural } from '../../domain/languages.ts';
import type { PageWords } from './pageWords.ts';

const plural = createPlural('es');

const title = { first: 'Primera contraseña', new: 'Nueva contraseña', pass: 'Pase de acceso temporal' };
const lists = { first: 'Primeras contraseñas', new: 'Nuevas contraseñas', pass: 'Pases de acceso temporal' };

/** Spanish. */
export const ES: PageWords = {
  footer: 'Rollcall nunca le pide una contraseña.',
  ask: {
    title: 'Contraseñas de Rollcall',
    once: 'Este enlace muestra su contenido una sola vez.',
    when: 'Ábralo cuando pueda anotar la contraseña o entregársela a quien corresponde.',
    button: 'Mostrar ahora',
    told: 'La persona que le envió el enlace recibirá un aviso cuando se abra.',
  },
  title,
  heading: (shown, name) => `${title[shown]} de ${name}`,
  listTitle: (shown) => lists[shown],
  listHeading: (shown, count) =>
    `${lists[shown]} de ${plural(count, { one: '# persona', other: '# personas' })}`,
  did(isReset, count, createdBy, customer) {
    const accounts = plural(count, { one: 'esta cuenta', other: 'estas cuentas' });
    return isReset
      ? `${createdBy} estableció ${plural(count, { one: 'una nueva contraseña', other: 'nuevas contraseñas' })} para ${accounts} en ${customer}.`
      : `${createdBy} creó ${accounts} en ${customer}.`;
  },
  name: 'Nombre',
  userName: 'Nombre de usuario',
  secret: { password: 'Contraseña', pass: 'Pase de acceso temporal' },
  caption: {
    password: 'Personas, nombres de usuario y contraseñas',
    pass: 'Personas, nombres de usuario y pases',
  },
  blockedShort: '(inicio de sesión bloqueado)',
  noPass: '(no se pudo crear un pase: esta es la contraseña)',
  blocked: 'El inicio de sesión está bloqueado hasta que un administrador lo permita.',
  copy: { password: 'Copiar la contraseña', pass: 'Copiar el pase', list: 'Copiar la lista' },
  print: 'Imprimir',
  copied: 'Copiado. Péguelo donde solo pueda leerlo la persona a quien corresponde.',
  notCopied: 'El navegador no lo permitió. Seleccione el texto y cópielo usted.',
  cannotReturn: 'No podrá volver a esta página.',
  keepFirst: 'Guarde lo que necesite antes de cerrarla.',
  validUntil: (count, until) =>
    `${plural(count, { one: 'Permite iniciar sesión una sola vez', other: 'Cada pase permite iniciar sesión una sola vez' })}, hasta las ${until}.`,
  next: {
    title: 'Qué hacer ahora',
    hand(secret, count) {
      const what =
        secret === 'password'
          ? plural(count, { one: 'la contraseña', other: 'cada contraseña' })
          : plural(count, { one: 'el pase', other: 'cada pase' });
      return `Entregue ${what} solo al titular de la cuenta, en persona o por teléfono.`;
    },
    signIn: (secret, address) =>
      `Inicie sesión en ${address} con el nombre de usuario y ${secret === 'password' ? 'la contraseña' : 'el pase'}.`,
    chooseOwn: 'Después, Microsoft pide una nueva contraseña. Elija una que nadie más conozca.',
    addMethod:
      'Agregue un método de inicio de sesión en un plazo de diez minutos: una aplicación de autenticación o una clave de acceso. A partir de entonces, úselo en lugar del pase.',
  },
  gone: {
    title: 'Nada que mostrar',
    heading: 'Este enlace no muestra nada',
    text: 'Ya se abrió, ha caducado o está incompleto. Cada enlace muestra una contraseña una sola vez.',
    another: 'Pida otro a la persona que lo envió.',
    notYou: '¿Lo abrió otra persona?',
    tell: 'Avise de inmediato a quien lo envió para que restablezca la contraseña.',
  },
  busy: {
    title: 'Demasiadas solicitudes',
    heading: 'Demasiadas solicitudes',
    text: 'No se abrió nada y su enlace sigue funcionando. Espere un minuto y vuelva a intentarlo.',
  },
  later: {
    title: 'Ahora no',
    heading: 'Este enlace no se puede abrir en este momento',
    text: 'No se mostró nada y su enlace sigue funcionando. Vuelva a abrirlo más tarde.',
  },
  broken: {
    title: 'Se produjo un error',
    heading: 'Se produjo un error',
    text: 'No se mostró nada. Pida un enlace nuevo a la persona que se lo envió.',
  },
};
