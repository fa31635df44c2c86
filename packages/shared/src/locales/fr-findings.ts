import type { Messages } from '../locales.ts'

/** The findings of verifications in French. */
export const frFindings: Messages['findings'] = {
  verified: {
    other: {
      message: '{target} a accepté les identifiants.',
    },
    identified: {
      message: '{target} a accepté les identifiants en tant que {identity}.',
    },
  },
  limited: {
    other: {
      message:
        '{target} a accepté les identifiants, mais ils ne permettent pas la requête de vérification{status}.',
      advice:
        'Vous pouvez les enregistrer. Si un flux a besoin de plus de droits, accordez-les chez le fournisseur.',
    },
  },
  untestable: {
    other: {
      message: 'Non testé : ce composant n’a pas de requête de vérification',
    },
    explained: {
      message: 'Non testé : {untestable}',
    },
  },
  rejected: {
    anonymous: {
      message: '{target} a ignoré les identifiants et traité la requête comme anonyme.',
      advice: 'Vérifiez l’adresse e-mail et le jeton, et assurez-vous que l’accès par jeton est activé.',
    },
    bad_login: {
      message: '{target} a refusé le nom d’utilisateur ou le mot de passe.',
      advice: 'Vérifiez les deux. Les mots de passe distinguent majuscules et minuscules.',
    },
    key_or_region: {
      message: '{target} a refusé les identifiants{status}.',
      advice:
        'Copiez à nouveau les valeurs en entier. Vérifiez aussi la région ou le site : les identifiants d’une autre région ou d’un autre site sont également refusés.',
    },
    account_locked: {
      message: '{target} a bloqué cet utilisateur.',
      advice:
        'Demandez à un administrateur de la cible de le débloquer. D’autres tentatives peuvent prolonger le blocage.',
    },
    password_expired: {
      message: '{target} signale que le mot de passe a expiré.',
      advice: 'Définissez-y un nouveau mot de passe.',
    },
    login_expired: {
      message: '{target} signale que cet accès a expiré.',
      advice: 'Demandez un nouvel accès à un administrateur de la cible.',
    },
    unusable_key: {
      message: 'La clé est incomplète ou contient une faute de frappe.',
      advice: 'Copiez à nouveau la clé entière.',
    },
    wrong_passphrase: {
      message: 'La phrase secrète ne déverrouille pas la clé privée.',
      advice:
        'Saisissez la phrase secrète qui protège cette clé. Ce n’est pas le mot de passe de l’utilisateur.',
    },
    login_needed: {
      message: '{target} exige un mot de passe.',
      advice: 'Saisissez l’utilisateur et le mot de passe.',
    },
    client_certificate: {
      message: '{target} exige un certificat client et a refusé celui qu’il a reçu.',
      advice: 'Saisissez le certificat et la clé privée émis pour cet utilisateur.',
    },
    encryption_needed: {
      message: '{target} n’autorise pas cette connexion sans chiffrement.',
      advice: 'Choisissez un autre chiffrement que « None ».',
    },
    app_password_needed: {
      message: '{target} n’accepte pas que des applications utilisent le mot de passe du compte.',
      advice:
        'Créez un mot de passe d’application dans les paramètres de sécurité du compte, et saisissez-le.',
    },
    sign_in_disabled: {
      message: '{target} a désactivé cet utilisateur ou ce mode de connexion.',
      advice: 'Demandez à un administrateur de la cible de rétablir l’accès, ou utilisez une autre méthode.',
    },
    address_not_admitted: {
      message: '{target} n’autorise pas l’adresse réseau de Stepkey pour cette connexion.',
      advice:
        'Demandez à un administrateur de la cible d’autoriser l’adresse de cette installation de Stepkey.',
    },
    no_such_tenant: {
      message: '{target} ne connaît aucun projet ni locataire de ce nom, ou n’y trouve pas cet utilisateur.',
      advice:
        'Copiez à nouveau l’hôte, l’utilisateur et la base de données depuis les informations de connexion du fournisseur.',
    },
    no_permission: {
      message: '{target} connaît cet utilisateur, mais ne l’autorise pas à se connecter.',
      advice:
        'Demandez l’autorisation de vous connecter, ou vérifiez quelles adresses réseau sont autorisées.',
    },
    no_such_database: {
      message: '{target} n’a pas de base de données de ce nom.',
      advice: 'Vérifiez le nom de la base de données.',
    },
    no_such_vhost: {
      message: '{target} n’a pas d’hôte virtuel de ce nom.',
      advice: 'Vérifiez l’hôte virtuel.',
    },
    no_such_bucket: {
      message: '{target} n’a pas de bucket de ce nom.',
      advice: 'Vérifiez le bucket et la région.',
    },
    no_such_entry: {
      message: '{target} a accepté la connexion, mais cet utilisateur ne voit aucune entrée de ce nom.',
      advice: 'Vérifiez le DN de base, et assurez-vous que cet utilisateur peut le lire.',
    },
    not_connected: {
      message: 'Ces identifiants ne sont pas encore connectés.',
      advice: 'Connectez-les dans le navigateur.',
    },
    disconnected: {
      message: 'Ces identifiants ont été déconnectés dans Stepkey.',
      advice: 'Reconnectez les identifiants. Ils restent les mêmes : aucun flux n’est à modifier.',
    },
    grant_revoked: {
      message: '{target} signale que l’accès accordé a été révoqué ou a expiré.',
      advice: 'Reconnectez les identifiants. Ils restent les mêmes : aucun flux n’est à modifier.',
    },
    grant_expired: {
      message: 'L’accès accordé a expiré et ne peut pas être renouvelé automatiquement.',
      advice: 'Reconnectez les identifiants. Ils restent les mêmes : aucun flux n’est à modifier.',
    },
    refresh_interrupted: {
      message:
        'Stepkey a été interrompu pendant le renouvellement de l’accès chez {target}, et le nouveau jeton a été perdu.',
      advice: 'Reconnectez les identifiants. Ils restent les mêmes : aucun flux n’est à modifier.',
    },
    oauth_app: {
      message: '{target} a refusé l’ID client ou le secret client de l’application OAuth{status}.',
      advice:
        'Vérifiez les deux, ainsi que l’URI de redirection enregistrée chez le fournisseur. L’accès accordé reste valable.',
    },
    grant_not_allowed: {
      message: '{target} ne permet pas à ce client de demander des jetons de cette façon{status}.',
      advice:
        'Chez le fournisseur, activez le type d’octroi (grant type) pour ce client, ou utilisez un client adapté.',
    },
    scope_refused: {
      message: '{target} a refusé une autorisation ou l’audience{status}. Le client n’a pas été refusé.',
      advice: 'Vérifiez les autorisations et l’audience, et assurez-vous que ce client peut les demander.',
    },
    key_not_admitted: {
      message: '{target} n’accepte pas cette clé pour cet utilisateur.',
      advice:
        'Vérifiez le nom d’utilisateur, et assurez-vous que la clé publique de cet utilisateur est installée sur la cible.',
    },
    other: {
      message: '{target} a refusé les identifiants{status}.',
      advice:
        'Copiez à nouveau les valeurs en entier, et vérifiez qu’elles n’ont pas été révoquées et n’ont pas expiré.',
    },
  },
  unreachable: {
    name_not_found: {
      message: 'Il n’existe pas de serveur nommé {target}.',
      advice:
        'Si vous avez saisi l’adresse, vérifiez-la. Si elle est correcte, demandez à l’exploitant de Stepkey de vérifier la résolution de noms (DNS).',
    },
    no_srv_record: {
      message: 'Le DNS n’a pas d’enregistrement SRV pour un cluster nommé {target}.',
      advice:
        'Copiez le nom d’hôte depuis la chaîne qui commence par mongodb+srv://. Pour des serveurs individuels, utilisez l’autre méthode.',
    },
    connection_refused: {
      message: '{target} a refusé la connexion.',
      advice: 'Vérifiez l’adresse et le port, et assurez-vous que le serveur fonctionne.',
    },
    proxy_refused: {
      message: 'Le proxy sortant n’a pas ouvert de connexion vers {target}.',
      advice:
        'Vérifiez l’adresse. Si elle est correcte, demandez à l’exploitant de Stepkey de l’autoriser, avec son port, dans le proxy, ou de l’ajouter à NO_PROXY.',
    },
    tunnel_failed: {
      message: 'Le serveur SSH n’a pas pu se connecter à {target}.',
      advice: 'Saisissez l’adresse et le port par lesquels le serveur SSH atteint la cible.',
    },
    tunnel_refused: {
      message: 'Le serveur SSH n’autorise pas les connexions vers {target}.',
      advice:
        'Demandez à l’administrateur du serveur SSH d’autoriser la redirection TCP vers cette adresse pour l’utilisateur.',
    },
    too_many_connections: {
      message: '{target} n’a plus de connexion libre.',
      advice: 'Réessayez plus tard.',
    },
    other: {
      message: '{target} a fermé la connexion avant de répondre.',
      advice: 'Vérifiez l’adresse et le port, puis réessayez.',
    },
  },
  timeout: {
    other: {
      message: '{target} n’a pas répondu dans un délai de 10 secondes.',
      advice: 'Vérifiez l’adresse et les pare-feu intermédiaires, ou réessayez plus tard.',
    },
  },
  tls: {
    certificate_expired: {
      message: '{target} présente un certificat expiré.',
      advice: 'Demandez à un administrateur de la cible de le renouveler.',
    },
    certificate_name: {
      message: '{target} présente un certificat émis pour un autre nom d’hôte.',
      advice: 'Utilisez le nom d’hôte pour lequel le certificat a été émis.',
    },
    tls_not_offered: {
      message: '{target} ne propose pas de connexion chiffrée.',
      advice:
        'Vérifiez le port. Si vous faites confiance au réseau, vous pouvez choisir un autre chiffrement.',
    },
    own_certificate: {
      message: 'Le certificat ou la clé privée que vous avez saisi est inutilisable.',
      advice:
        'Collez les deux en entier et vérifiez qu’ils correspondent. Une clé avec phrase secrète ne fonctionne que si le formulaire a un champ pour cette phrase.',
    },
    host_key: {
      message: '{target} présente une autre clé d’hôte que celle que vous avez saisie.',
      advice:
        'Demandez l’empreinte à un administrateur de la cible. Si la clé n’a pas changé, il peut s’agir d’une attaque de l’homme du milieu.',
    },
    certificate_untrusted: {
      message:
        '{target} présente un certificat qui n’est pas signé par une autorité de certification de confiance.',
      advice:
        'Utilisez un certificat d’une autorité publique, ou saisissez votre propre autorité si le formulaire a un champ pour elle.',
    },
    other: {
      message: '{target} est injoignable par une connexion sécurisée.',
      advice: 'Vérifiez l’adresse et le port. Le serveur n’utilise peut-être pas TLS sur ce port.',
    },
  },
  blocked: {
    host_not_allowed: {
      message: '{target} ne fait pas partie des hôtes auxquels ce composant peut envoyer des requêtes.',
      advice:
        'Vérifiez l’adresse. Pour autoriser cet hôte, demandez à l’auteur du composant de l’ajouter aux hôtes autorisés.',
    },
    other: {
      message:
        '{target} est une adresse d’un réseau privé. Cette installation de Stepkey n’est pas autorisée à la contacter.',
      advice: 'Pour l’autoriser, demandez à l’exploitant de Stepkey d’ajouter l’adresse à EGRESS_ALLOW.',
    },
  },
  rate_limited: {
    other: {
      message: '{target} limite les requêtes{status}. La vérification n’est pas concluante.',
      advice: 'Attendez une minute, puis réessayez.',
    },
  },
  unexpected: {
    oauth_app: {
      message: '{target} a refusé l’ID client ou le secret client de l’application OAuth{status}.',
      advice:
        'Vérifiez les deux, ainsi que l’URI de redirection enregistrée chez le fournisseur. L’accès accordé reste valable.',
    },
    redirect: {
      message:
        '{target} a redirigé la requête vers une autre adresse{status}. Stepkey ne suit pas les redirections, pour protéger la clé.',
      advice: 'Saisissez l’adresse finale.',
    },
    server_error: {
      message: '{target} a signalé une erreur de serveur{status}. La vérification n’est pas concluante.',
      advice: 'Réessayez plus tard.',
    },
    web_page: {
      message:
        '{target} a répondu par une page web au lieu de données, par exemple une page de connexion ou celle d’un proxy.',
      advice: 'Vérifiez que c’est bien l’adresse de l’API.',
    },
    not_found: {
      message: '{target} n’a rien trouvé à cette adresse{status}.',
      advice: 'Vérifiez tous les champs qui composent l’adresse, comme le compte, le site ou le chemin.',
    },
    too_large: {
      message: '{target} a envoyé une réponse plus grande que ce que Stepkey lit lors d’une vérification.',
      advice: 'Choisissez un chemin dont la réponse est plus courte.',
    },
    not_this_protocol: {
      message: '{target} n’utilise pas le protocole attendu.',
      advice: 'Vérifiez le port.',
    },
    login_not_offered: {
      message: '{target} ne propose pas ce mode de connexion.',
      advice:
        'Vérifiez le port, le chiffrement et le mode de connexion. Beaucoup de serveurs ne le proposent que sur des connexions chiffrées.',
    },
    login_not_needed: {
      message: '{target} n’exige pas d’authentification, cet accès n’a donc pas été vérifié.',
      advice:
        'Demandez à un administrateur de la cible d’exiger une authentification. Si le formulaire le permet, laissez le mot de passe vide.',
    },
    refused_request: {
      message: '{target} n’a pas accepté la requête{status}.',
      advice: 'Vérifiez l’adresse et tous les champs.',
    },
    wrong_account: {
      message: '{target} n’a pas de compte à cette adresse{status}.',
      advice: 'Vérifiez le nom de votre site ou de votre compte dans l’adresse.',
    },
    wrong_region: {
      message: '{target} signale que les identifiants appartiennent à une autre région{status}.',
      advice: 'Choisissez la région dans laquelle le compte a été créé.',
    },
    wrong_clock: {
      message: '{target} a refusé la requête parce que l’horloge de ce serveur Stepkey n’est pas à l’heure.',
      advice: 'Demandez à l’exploitant de Stepkey de mettre l’horloge à l’heure.',
    },
    wrong_dns_records: {
      message:
        '{target} a des enregistrements DNS qui ne sont pas ceux d’un cluster MongoDB, ou qui mènent à un autre domaine.',
      advice: 'Demandez à l’administrateur du cluster de vérifier ses enregistrements SRV et TXT.',
    },
    wrong_replica_set: {
      message: '{target} a accepté la connexion, mais n’est pas membre de ce jeu de réplicas.',
      advice: 'Vérifiez le nom du jeu de réplicas : rs.status() l’affiche.',
    },
    proves_nothing: {
      message:
        '{target} répond la même chose à cette adresse sans clé valable, la clé n’a donc pas été vérifiée.',
      advice: 'Choisissez un chemin de test qui exige une clé valable.',
    },
    control_inconclusive: {
      message:
        '{target} a accepté les identifiants, mais Stepkey n’a pas pu déterminer s’ils sont réellement contrôlés.',
      advice:
        'Réessayez dans une minute. Si cela ne suffit pas, choisissez une adresse qui exige les identifiants.',
    },
    cancelled: {
      message: 'La vérification a été annulée.',
    },
    other: {
      message: '{target} a donné une réponse que ce composant n’attend pas{status}.',
      advice:
        'Vérifiez tous les champs. S’ils sont corrects, l’API a peut-être changé ou rencontre un problème.',
    },
  },
  theTarget: 'La cible',
}
