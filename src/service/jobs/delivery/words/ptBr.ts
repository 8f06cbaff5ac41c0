import { createPlural } from '../../../../domain/languages.ts';
import type { Brought, MailWords } from './mailWords.ts';

const plural = createPlural('pt-BR');

const accounts = (count: number) => plural(count, { one: 'uma conta', other: '# contas' });

const what = (brought: Brought, count: number): string =>
  ({
    first: plural(count, { one: 'a primeira senha', other: 'as primeiras senhas' }),
    new: plural(count, { one: 'a nova senha', other: 'as novas senhas' }),
    pass: plural(count, {
      one: 'um Passe de Acesso Temporário para o primeiro acesso',
      other: 'um Passe de Acesso Temporário para o primeiro acesso de cada pessoa',
    }),
  })[brought];

/** Portuguese as in Brazil, with Microsoft’s own terms: senha, nome de usuário, Passe de Acesso Temporário. */
export const PT_BR: MailWords = {
  part: (part, parts) => ` (parte ${part} de ${parts})`,
  subject(brought, { count, customer, part }) {
    const subject = {
      first: plural(count, {
        one: 'Primeira senha de uma nova conta',
        other: 'Primeiras senhas de novas contas',
      }),
      new: plural(count, { one: 'Nova senha de uma conta', other: 'Novas senhas de contas' }),
      pass: plural(count, {
        one: 'Primeiro acesso a uma nova conta',
        other: 'Primeiro acesso a novas contas',
      }),
    };
    return `${subject[brought]} – ${customer}${part}`;
  },
  created: ({ createdBy, count, customer, part }) =>
    `${createdBy} criou ${accounts(count)} em ${customer} com o Rollcall${part}.`,
  reset({ createdBy, count, customer, part }) {
    const set = plural(count, { one: 'uma nova senha', other: 'novas senhas' });
    const before = plural(count, {
      one: 'A senha anterior não funciona mais.',
      other: 'As senhas anteriores não funcionam mais.',
    });
    return `${createdBy} definiu ${set} para ${accounts(count)} em ${customer} com o Rollcall${part}. ${before}`;
  },
  signIn: (url) =>
    `O acesso é feito em ${url} com o nome de usuário e a senha abaixo. Em seguida, a Microsoft pede uma nova senha, que só o titular da conta deve conhecer.`,
  userName: 'Nome de usuário',
  password: 'Senha',
  blocked: 'O acesso está bloqueado até que um administrador o libere.',
  keepSafe:
    'Entregue cada senha somente ao titular da conta, pessoalmente ou por telefone, e exclua este e-mail em seguida. O Rollcall nunca pede senhas.',
  more: (count) => plural(count, { one: 'e mais uma pessoa', other: 'e mais #' }),
  see: (brought, count) =>
    ({
      first: plural(count, { one: 'Ver a primeira senha', other: 'Ver as primeiras senhas' }),
      new: plural(count, { one: 'Ver a nova senha', other: 'Ver as novas senhas' }),
      pass: plural(count, {
        one: 'Ver o Passe de Acesso Temporário',
        other: 'Ver os Passes de Acesso Temporário',
      }),
    })[brought],
  once(brought, count, until, createdBy) {
    const when =
      brought === 'pass'
        ? plural(count, {
            one: 'Abra-o quando a pessoa puder entrar imediatamente: a página informa até quando o passe é válido.',
            other:
              'Abra-o quando todas as pessoas puderem entrar imediatamente: a página informa até quando os passes são válidos.',
          })
        : 'Abra-o quando puder anotar ou entregar o que ele mostra.';
    return `O link mostra ${what(brought, count)} uma única vez, até ${until}. ${when} O Rollcall avisa ${createdBy} quando o link é aberto.`;
  },
  lost: (createdBy) =>
    `Se a página não mostrar nada ou se você não esperava este e-mail, avise ${createdBy}, que pode enviar outro link. Não encaminhe este e-mail.`,
};
