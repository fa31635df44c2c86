import type { Messages } from '../locales.ts'

/** The findings of verifications in Portuguese. */
export const ptFindings: Messages['findings'] = {
  verified: {
    other: {
      message: '{target} aceitou as credenciais.',
    },
    identified: {
      message: '{target} aceitou as credenciais como {identity}.',
    },
  },
  limited: {
    other: {
      message:
        '{target} aceitou as credenciais, mas elas não têm permissão para a solicitação de verificação{status}.',
      advice: 'É possível salvá-las. Se um fluxo precisar de mais permissões, conceda-as no provedor.',
    },
  },
  untestable: {
    other: {
      message: 'Não testado: este componente não tem solicitação de verificação',
    },
    explained: {
      message: 'Não testado: {untestable}',
    },
  },
  rejected: {
    anonymous: {
      message: '{target} ignorou as credenciais e tratou a solicitação como anônima.',
      advice: 'Confira o endereço de e-mail e o token, e se o acesso por token está ativado.',
    },
    bad_login: {
      message: '{target} rejeitou o nome de usuário ou a senha.',
      advice: 'Confira ambos. As senhas diferenciam maiúsculas de minúsculas.',
    },
    key_or_region: {
      message: '{target} rejeitou as credenciais{status}.',
      advice:
        'Copie novamente os valores completos. Confira também a região ou o site: credenciais de outra região ou de outro site também são rejeitadas.',
    },
    account_locked: {
      message: '{target} bloqueou este usuário.',
      advice:
        'Peça a um administrador do destino que o desbloqueie. Mais tentativas podem prolongar o bloqueio.',
    },
    password_expired: {
      message: '{target} comunica que a senha expirou.',
      advice: 'Defina uma nova senha no destino.',
    },
    login_expired: {
      message: '{target} comunica que este acesso expirou.',
      advice: 'Peça um novo acesso a um administrador do destino.',
    },
    unusable_key: {
      message: 'A chave está incompleta ou contém um erro de digitação.',
      advice: 'Copie novamente a chave inteira.',
    },
    wrong_passphrase: {
      message: 'A frase secreta não desbloqueia a chave privada.',
      advice: 'Insira a frase secreta que protege esta chave. Não é a senha do usuário.',
    },
    login_needed: {
      message: '{target} exige uma senha.',
      advice: 'Insira usuário e senha.',
    },
    client_certificate: {
      message: '{target} exige um certificado de cliente e rejeitou o que recebeu.',
      advice: 'Insira o certificado e a chave privada que foram emitidos para este usuário.',
    },
    encryption_needed: {
      message: '{target} não permite este acesso por uma conexão não encriptada.',
      advice: 'Escolha uma encriptação diferente de “None”.',
    },
    app_password_needed: {
      message: '{target} não aceita que aplicações usem a senha da conta.',
      advice: 'Crie uma senha de aplicação nas configurações de segurança da conta e insira-a.',
    },
    sign_in_disabled: {
      message: '{target} desativou este usuário ou esta forma de iniciar sessão.',
      advice: 'Peça a um administrador do destino que ative o acesso, ou use outro método.',
    },
    address_not_admitted: {
      message: '{target} não permite o endereço de rede do Stepkey para este acesso.',
      advice: 'Peça a um administrador do destino que permita o endereço desta instalação do Stepkey.',
    },
    no_such_tenant: {
      message:
        '{target} não conhece nenhum projeto ou tenant com esse nome, ou esse usuário não existe nele.',
      advice: 'Copie novamente host, usuário e base de dados a partir dos dados de conexão do provedor.',
    },
    no_permission: {
      message: '{target} conhece este usuário, mas não permite que ele se conecte.',
      advice: 'Peça permissão para se conectar, ou confira quais endereços de rede são permitidos.',
    },
    no_such_database: {
      message: '{target} não tem nenhuma base de dados com esse nome.',
      advice: 'Confira o nome da base de dados.',
    },
    no_such_vhost: {
      message: '{target} não tem nenhum host virtual com esse nome.',
      advice: 'Confira o host virtual.',
    },
    no_such_bucket: {
      message: '{target} não tem nenhum bucket com esse nome.',
      advice: 'Confira o bucket e a região.',
    },
    no_such_entry: {
      message: '{target} aceitou o acesso, mas este usuário não vê nenhuma entrada com esse nome.',
      advice: 'Confira o DN base, e se este usuário pode lê-lo.',
    },
    not_connected: {
      message: 'Estas credenciais ainda não estão conectadas.',
      advice: 'Conecte-as no navegador.',
    },
    disconnected: {
      message: 'Estas credenciais foram desconectadas no Stepkey.',
      advice:
        'Conecte as credenciais novamente. Elas continuam as mesmas, por isso não é preciso alterar nenhum fluxo.',
    },
    grant_revoked: {
      message: '{target} comunica que o acesso concedido foi revogado ou expirou.',
      advice:
        'Conecte as credenciais novamente. Elas continuam as mesmas, por isso não é preciso alterar nenhum fluxo.',
    },
    grant_expired: {
      message: 'O acesso concedido expirou e não pode ser renovado automaticamente.',
      advice:
        'Conecte as credenciais novamente. Elas continuam as mesmas, por isso não é preciso alterar nenhum fluxo.',
    },
    refresh_interrupted: {
      message: 'O Stepkey foi interrompido enquanto renovava o acesso em {target}, e o novo token perdeu-se.',
      advice:
        'Conecte as credenciais novamente. Elas continuam as mesmas, por isso não é preciso alterar nenhum fluxo.',
    },
    oauth_app: {
      message: '{target} rejeitou o ID de cliente ou o segredo de cliente da aplicação OAuth{status}.',
      advice:
        'Confira ambos e a URI de redirecionamento registrada no provedor. O acesso concedido continua válido.',
    },
    grant_not_allowed: {
      message: '{target} não permite que este cliente solicite tokens desta forma{status}.',
      advice:
        'No provedor, ative o tipo de concessão (grant type) para este cliente, ou use um cliente do tipo certo.',
    },
    scope_refused: {
      message: '{target} recusou um escopo ou a audiência{status}. O cliente não foi rejeitado.',
      advice: 'Confira os escopos e a audiência, e se este cliente pode solicitá-los.',
    },
    key_not_admitted: {
      message: '{target} não aceita esta chave para este usuário.',
      advice: 'Confira o nome de usuário, e se a chave pública está instalada no destino para este usuário.',
    },
    other: {
      message: '{target} rejeitou as credenciais{status}.',
      advice: 'Copie novamente os valores completos, e confira se não foram revogados nem expiraram.',
    },
  },
  unreachable: {
    name_not_found: {
      message: 'Não existe um servidor chamado {target}.',
      advice:
        'Se o endereço foi inserido manualmente, confira-o. Se estiver certo, peça ao operador do Stepkey que confira a resolução de nomes (DNS).',
    },
    no_srv_record: {
      message: 'O DNS não tem um registro SRV para um cluster chamado {target}.',
      advice:
        'Copie o nome de host da cadeia que começa com mongodb+srv://. Para servidores individuais, use o outro método.',
    },
    connection_refused: {
      message: '{target} recusou a conexão.',
      advice: 'Confira o endereço e a porta, e se o servidor está em execução.',
    },
    proxy_refused: {
      message: 'O proxy de saída não abriu uma conexão com {target}.',
      advice:
        'Confira o endereço. Se estiver certo, peça ao operador do Stepkey que permita o endereço e a porta no proxy, ou que o inclua em NO_PROXY.',
    },
    tunnel_failed: {
      message: 'O servidor SSH não conseguiu conectar-se a {target}.',
      advice: 'Insira o endereço e a porta pelos quais o servidor SSH alcança o destino.',
    },
    tunnel_refused: {
      message: 'O servidor SSH não permite conexões com {target}.',
      advice:
        'Peça ao administrador do servidor SSH que permita a este usuário o encaminhamento TCP para este endereço.',
    },
    too_many_connections: {
      message: '{target} não tem conexões livres.',
      advice: 'Tente novamente mais tarde.',
    },
    other: {
      message: '{target} fechou a conexão antes de responder.',
      advice: 'Confira o endereço e a porta, e tente novamente.',
    },
  },
  timeout: {
    other: {
      message: '{target} não respondeu em 10 segundos.',
      advice: 'Confira o endereço e os firewalls no caminho, ou tente novamente mais tarde.',
    },
  },
  tls: {
    certificate_expired: {
      message: '{target} apresenta um certificado expirado.',
      advice: 'Peça a um administrador do destino que o renove.',
    },
    certificate_name: {
      message: '{target} apresenta um certificado emitido para outro nome de host.',
      advice: 'Use o nome de host para o qual o certificado foi emitido.',
    },
    tls_not_offered: {
      message: '{target} não oferece uma conexão encriptada.',
      advice: 'Confira a porta. Se confia na rede, pode escolher outra encriptação.',
    },
    own_certificate: {
      message: 'Não é possível usar o certificado ou a chave privada inseridos.',
      advice:
        'Cole ambos por completo e confira se correspondem. Uma chave com frase secreta só funciona se o formulário tiver um campo para essa frase.',
    },
    host_key: {
      message: '{target} apresenta uma chave de host diferente da que foi inserida.',
      advice:
        'Peça a impressão digital a um administrador do destino. Se a chave não mudou, pode ser um ataque de intermediário.',
    },
    certificate_untrusted: {
      message:
        '{target} apresenta um certificado que não foi assinado por uma autoridade de certificação de confiança.',
      advice:
        'Use um certificado de uma autoridade pública, ou insira a sua própria autoridade se o formulário tiver um campo para ela.',
    },
    other: {
      message: '{target} não está acessível por uma conexão segura.',
      advice: 'Confira o endereço e a porta. Talvez o servidor não use TLS nesta porta.',
    },
  },
  blocked: {
    host_not_allowed: {
      message: '{target} não está entre os hosts para os quais este componente pode enviar solicitações.',
      advice:
        'Verifique o endereço. Para permitir o host, peça ao autor do componente que o adicione aos hosts permitidos.',
    },
    other: {
      message:
        '{target} é um endereço em uma rede privada. Esta instalação do Stepkey não tem autorização para se conectar a ele.',
      advice: 'Para permiti-lo, peça ao operador do Stepkey que adicione o endereço a EGRESS_ALLOW.',
    },
  },
  rate_limited: {
    other: {
      message: '{target} está limitando as solicitações{status}. A verificação é inconclusiva.',
      advice: 'Aguarde um minuto e tente novamente.',
    },
  },
  unexpected: {
    oauth_app: {
      message: '{target} rejeitou o ID de cliente ou o segredo de cliente da aplicação OAuth{status}.',
      advice:
        'Confira ambos e a URI de redirecionamento registrada no provedor. O acesso concedido continua válido.',
    },
    redirect: {
      message:
        '{target} redirecionou a solicitação para outro endereço{status}. O Stepkey não segue redirecionamentos, para proteger a chave.',
      advice: 'Insira o endereço final.',
    },
    server_error: {
      message: '{target} comunicou um erro do servidor{status}. A verificação é inconclusiva.',
      advice: 'Tente novamente mais tarde.',
    },
    web_page: {
      message:
        '{target} respondeu com uma página web em vez de dados, por exemplo uma página de início de sessão ou a de um proxy.',
      advice: 'Confira se este é o endereço da API.',
    },
    not_found: {
      message: '{target} não encontrou nada neste endereço{status}.',
      advice: 'Confira todos os campos que fazem parte do endereço, como a conta, o site ou o caminho.',
    },
    too_large: {
      message: '{target} enviou uma resposta maior do que o Stepkey lê em uma verificação.',
      advice: 'Escolha um caminho com uma resposta mais curta.',
    },
    not_this_protocol: {
      message: '{target} não usa o protocolo esperado.',
      advice: 'Confira a porta.',
    },
    login_not_offered: {
      message: '{target} não oferece esta forma de iniciar sessão.',
      advice:
        'Confira a porta, a encriptação e o método de início de sessão. Muitos servidores só o oferecem em conexões encriptadas.',
    },
    login_not_needed: {
      message: '{target} não exige início de sessão, por isso este acesso não foi verificado.',
      advice:
        'Peça a um administrador do destino que exija início de sessão. Se o formulário permitir, deixe a senha vazia.',
    },
    refused_request: {
      message: '{target} não aceitou a solicitação{status}.',
      advice: 'Confira o endereço e todos os campos.',
    },
    wrong_account: {
      message: '{target} não tem nenhuma conta neste endereço{status}.',
      advice: 'Confira o nome do seu site ou da sua conta no endereço.',
    },
    wrong_region: {
      message: '{target} comunica que as credenciais pertencem a outra região{status}.',
      advice: 'Escolha a região em que a conta foi criada.',
    },
    wrong_clock: {
      message: '{target} rejeitou a solicitação porque o relógio deste servidor do Stepkey está errado.',
      advice: 'Peça ao operador do Stepkey que acerte o relógio.',
    },
    wrong_dns_records: {
      message:
        '{target} tem registros DNS que não são os de um cluster do MongoDB ou que levam a outro domínio.',
      advice: 'Peça ao administrador do cluster que confira os registros SRV e TXT do cluster.',
    },
    wrong_replica_set: {
      message: '{target} aceitou o acesso, mas não é membro deste conjunto de réplicas.',
      advice: 'Confira o nome do conjunto de réplicas: rs.status() mostra esse nome.',
    },
    proves_nothing: {
      message:
        '{target} dá a mesma resposta neste endereço sem uma chave válida, por isso a chave não foi verificada.',
      advice: 'Escolha um caminho de teste que exija uma chave válida.',
    },
    control_inconclusive: {
      message:
        '{target} aceitou as credenciais, mas o Stepkey não conseguiu determinar se elas são realmente verificadas.',
      advice:
        'Tente novamente em um minuto. Se o problema persistir, escolha um endereço que exija as credenciais.',
    },
    cancelled: {
      message: 'A verificação foi cancelada.',
    },
    other: {
      message: '{target} deu uma resposta que este componente não espera{status}.',
      advice: 'Confira todos os campos. Se estiverem certos, a API pode ter mudado ou estar com problemas.',
    },
  },
  theTarget: 'O destino',
}
