import { createPlural } from '../../domain/languages.ts';
import type { PageWords } from './pageWords.ts';

const plural = createPlural('pt-BR');

const title = { first: 'Primeira senha', new: 'Nova senha', pass: 'Passe de Acesso Temporário' };
const lists = { first: 'Primeiras senhas', new: 'Novas senhas', pass: 'Passes de Acesso Temporário' };

/** Portuguese as in Brazil. */
export const PT_BR: PageWords = {
  footer: 'O Rollcall nunca pede a sua senha.',
  ask: {
    title: 'Senhas do Rollcall',
    once: 'Este link mostra seu conteúdo uma única vez.',
    when: 'Abra-o quando puder anotar a senha ou entregá-la à pessoa certa.',
    button: 'Mostrar agora',
    told: 'A pessoa que enviou o link é avisada quando ele é aberto.',
  },
  title,
  heading: (shown, name) => `${title[shown]} de ${name}`,
  listTitle: (shown) => lists[shown],
  listHeading: (shown, count) =>
    `${lists[shown]} de ${plural(count, { one: '# pessoa', other: '# pessoas' })}`,
  did(isReset, count, createdBy, customer) {
    const accounts = plural(count, { one: 'esta conta', other: 'estas contas' });
    return isReset
      ? `${createdBy} definiu ${plural(count, { one: 'uma nova senha', other: 'novas senhas' })} para ${accounts} em ${customer}.`
      : `${createdBy} criou ${accounts} em ${customer}.`;
  },
  name: 'Nome',
  userName: 'Nome de usuário',
  secret: { password: 'Senha', pass: 'Passe de Acesso Temporário' },
  caption: {
    password: 'Pessoas, nomes de usuário e senhas',
    pass: 'Pessoas, nomes de usuário e passes',
  },
  blockedShort: '(acesso bloqueado)',
  noPass: '(não foi possível criar um passe: esta é a senha)',
  blocked: 'O acesso está bloqueado até que um administrador o libere.',
  copy: { password: 'Copiar a senha', pass: 'Copiar o passe', list: 'Copiar a lista' },
  print: 'Imprimir',
  copied: 'Copiado. Cole onde somente a pessoa certa possa ler.',
  notCopied: 'O navegador não permitiu. Selecione o texto e copie você mesmo.',
  cannotReturn: 'Não será possível voltar a esta página.',
  keepFirst: 'Guarde o que precisar antes de fechá-la.',
  validUntil: (count, until) =>
    `${plural(count, { one: 'Ele permite entrar uma única vez', other: 'Cada passe permite entrar uma única vez' })}, até ${until}.`,
  next: {
    title: 'O que fazer agora',
    hand(secret, count) {
      const what =
        secret === 'password'
          ? plural(count, { one: 'a senha', other: 'cada senha' })
          : plural(count, { one: 'o passe', other: 'cada passe' });
      return `Entregue ${what} somente ao titular da conta, pessoalmente ou por telefone.`;
    },
    signIn: (secret, address) =>
      `Entre em ${address} com o nome de usuário e ${secret === 'password' ? 'a senha' : 'o passe'}.`,
    chooseOwn: 'Em seguida, a Microsoft pede uma nova senha. Escolha uma que ninguém mais conheça.',
    addMethod:
      'Adicione um método de entrada em até dez minutos: um aplicativo autenticador ou uma chave de acesso. A partir daí, use-o no lugar do passe.',
  },
  gone: {
    title: 'Nada para mostrar',
    heading: 'Este link não mostra nada',
    text: 'Ele já foi aberto, expirou ou está incompleto. Cada link mostra uma senha uma única vez.',
    another: 'Peça outro à pessoa que o enviou.',
    notYou: 'Outra pessoa abriu o link?',
    tell: 'Avise imediatamente quem o enviou, para que a senha seja redefinida.',
  },
  busy: {
    title: 'Muitas solicitações',
    heading: 'Muitas solicitações',
    text: 'Nada foi aberto, e seu link continua funcionando. Espere um minuto e tente novamente.',
  },
  later: {
    title: 'Agora não',
    heading: 'Este link não pode ser aberto no momento',
    text: 'Nada foi mostrado, e seu link continua funcionando. Abra-o novamente mais tarde.',
  },
  broken: {
    title: 'Algo deu errado',
    heading: 'Algo deu errado',
    text: 'Nada foi mostrado. Peça um novo link à pessoa que o enviou.',
  },
};
