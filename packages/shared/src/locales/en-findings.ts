/** The findings of verifications, by outcome and reason: what happened, and what to do next. */
export const enFindings = {
  verified: {
    other: {
      message: '{target} accepted the credential.',
    },
    identified: {
      message: '{target} accepted the credential as {identity}.',
    },
  },
  limited: {
    other: {
      message:
        '{target} accepted the credential, but it has no permission for the verification request{status}.',
      advice: 'You can save it. If a flow needs more permissions, grant them at the provider.',
    },
  },
  untestable: {
    other: {
      message: 'Not tested: this component has no verification request',
    },
    explained: {
      message: 'Not tested: {untestable}',
    },
  },
  rejected: {
    anonymous: {
      message: '{target} ignored the credential and treated the request as anonymous.',
      advice: 'Check the e-mail address and the token, and that token access is enabled.',
    },
    bad_login: {
      message: '{target} rejected the user name or the password.',
      advice: 'Check both. Passwords are case-sensitive.',
    },
    key_or_region: {
      message: '{target} rejected the credential{status}.',
      advice:
        'Copy its values again completely. Also check the region or site: credentials of another one are rejected, too.',
    },
    account_locked: {
      message: '{target} has locked this user.',
      advice: 'Ask an administrator of the target to unlock the user. More attempts may extend the lock.',
    },
    password_expired: {
      message: 'The password has expired at {target}.',
      advice: 'Set a new password there.',
    },
    login_expired: {
      message: 'This login has expired at {target}.',
      advice: 'Ask an administrator of the target for a new login.',
    },
    unusable_key: {
      message: 'The key is incomplete or contains a typing error.',
      advice: 'Copy the whole key again.',
    },
    wrong_passphrase: {
      message: 'The passphrase does not open the private key.',
      advice: 'Enter the passphrase that protects this key. It is not the password of the user.',
    },
    login_needed: {
      message: '{target} requires a password.',
      advice: 'Enter user and password.',
    },
    client_certificate: {
      message: '{target} requires a client certificate and rejected the one it received.',
      advice: 'Enter the certificate and the private key that were issued for this user.',
    },
    encryption_needed: {
      message: '{target} does not admit this login over an unencrypted connection.',
      advice: 'Choose another encryption than “None”.',
    },
    app_password_needed: {
      message: '{target} does not accept the password of the account from applications.',
      advice: 'Create an app password in the security settings of the account, and enter that.',
    },
    sign_in_disabled: {
      message: '{target} has disabled this user or this way to sign in.',
      advice: 'Ask an administrator of the target to enable it, or use another method.',
    },
    address_not_admitted: {
      message: '{target} does not admit the network address of Stepkey for this login.',
      advice: 'Ask an administrator of the target to allow the address of this Stepkey installation.',
    },
    no_such_tenant: {
      message: '{target} knows no project or tenant of that name, or no such user in it.',
      advice: 'Copy host, user and database again from the connection details of the provider.',
    },
    no_permission: {
      message: '{target} knows this user but does not allow it to connect.',
      advice: 'Ask for the permission to connect, or check which network addresses are allowed.',
    },
    no_such_database: {
      message: '{target} has no database of that name.',
      advice: 'Check the database name.',
    },
    no_such_vhost: {
      message: '{target} has no virtual host of that name.',
      advice: 'Check the virtual host.',
    },
    no_such_bucket: {
      message: '{target} has no bucket of that name.',
      advice: 'Check the bucket and the region.',
    },
    no_such_entry: {
      message: '{target} accepted the login, but this user sees no entry of that name.',
      advice: 'Check the base DN, and that this user is allowed to read it.',
    },
    not_connected: {
      message: 'This credential is not connected yet.',
      advice: 'Connect it in the browser.',
    },
    disconnected: {
      message: 'This credential was disconnected in Stepkey.',
      advice: 'Connect it again. The credential stays the same, so no flow needs to change.',
    },
    grant_revoked: {
      message: 'The access granted at {target} was revoked or has expired.',
      advice: 'Connect it again. The credential stays the same, so no flow needs to change.',
    },
    grant_expired: {
      message: 'The granted access has expired and can’t be refreshed automatically.',
      advice: 'Connect it again. The credential stays the same, so no flow needs to change.',
    },
    refresh_interrupted: {
      message: 'Stepkey was interrupted while refreshing the access at {target}, and the new token was lost.',
      advice: 'Connect it again. The credential stays the same, so no flow needs to change.',
    },
    oauth_app: {
      message: '{target} rejected the client ID or the client secret of the OAuth app{status}.',
      advice: 'Check both, and the redirect URI registered there. The granted access itself is still valid.',
    },
    grant_not_allowed: {
      message: '{target} does not allow this client to request tokens in this way{status}.',
      advice: 'At the provider, enable the grant type for this client, or use a client of the right kind.',
    },
    scope_refused: {
      message: '{target} refused a scope or the audience{status}. It did not reject the client.',
      advice: 'Check the scopes and the audience, and that this client may request them.',
    },
    key_not_admitted: {
      message: '{target} does not accept this key for this user.',
      advice: 'Check the user name, and that the public key is installed there for this user.',
    },
    other: {
      message: '{target} rejected the credential{status}.',
      advice: 'Copy its values again completely, and check that it has not been revoked or expired.',
    },
  },
  unreachable: {
    name_not_found: {
      message: 'There is no server named {target}.',
      advice:
        'If you entered the address, check it. If it is right, ask the operator of Stepkey to check its name resolution (DNS).',
    },
    no_srv_record: {
      message: 'DNS has no SRV record for a cluster named {target}.',
      advice: 'Copy the host name from the mongodb+srv:// string. For single servers, use the other method.',
    },
    connection_refused: {
      message: '{target} refused the connection.',
      advice: 'Check the address and the port, and that the server is running.',
    },
    proxy_refused: {
      message: 'The outbound proxy opened no connection to {target}.',
      advice:
        'Check the address. If it is right, ask the operator of Stepkey to allow it and its port in the proxy, or to name it in NO_PROXY.',
    },
    tunnel_failed: {
      message: 'The SSH server could not connect to {target}.',
      advice: 'Enter the address and the port by which the SSH server reaches the target.',
    },
    tunnel_refused: {
      message: 'The SSH server does not permit connections to {target}.',
      advice: 'Ask its administrator to permit TCP forwarding to this address for the user.',
    },
    too_many_connections: {
      message: '{target} has no free connections.',
      advice: 'Try again later.',
    },
    other: {
      message: '{target} closed the connection before it answered.',
      advice: 'Check the address and the port, then try again.',
    },
  },
  timeout: {
    other: {
      message: '{target} did not answer within 10 seconds.',
      advice: 'Check the address and any firewall in between, or try again later.',
    },
  },
  tls: {
    certificate_expired: {
      message: 'The certificate of {target} has expired.',
      advice: 'Ask an administrator of the target to renew it.',
    },
    certificate_name: {
      message: 'The certificate of {target} was issued for another host name.',
      advice: 'Use the host name that the certificate was issued for.',
    },
    tls_not_offered: {
      message: '{target} does not offer an encrypted connection.',
      advice: 'Check the port. If you trust the network, you can choose another encryption.',
    },
    own_certificate: {
      message: 'The certificate or private key that you entered can’t be used.',
      advice:
        'Paste both completely and check that they match. A key with a passphrase works only where the form has a field for it.',
    },
    host_key: {
      message: 'The host key of {target} differs from the one that you entered.',
      advice:
        'Ask an administrator of the target for the fingerprint. If the key was not changed, this may be a man-in-the-middle attack.',
    },
    certificate_untrusted: {
      message: 'The certificate of {target} is not signed by a trusted certificate authority.',
      advice:
        'Use a certificate of a public authority, or enter your own authority if the form has a field for it.',
    },
    other: {
      message: 'No secure connection to {target} could be established.',
      advice: 'Check the address and the port. The server may not use TLS on this port.',
    },
  },
  blocked: {
    host_not_allowed: {
      message: '{target} is not among the hosts to which this component may send requests.',
      advice:
        'Check the address. To allow the host, ask the author of the component to add it to its allowed hosts.',
    },
    other: {
      message: '{target} is an address in a private network. This Stepkey installation must not call it.',
      advice: 'To allow it, ask the operator of Stepkey to add the address to EGRESS_ALLOW.',
    },
  },
  rate_limited: {
    other: {
      message: '{target} is limiting requests{status}. The verification is inconclusive.',
      advice: 'Wait a minute, then try again.',
    },
  },
  unexpected: {
    oauth_app: {
      message: '{target} rejected the client ID or the client secret of the OAuth app{status}.',
      advice: 'Check both, and the redirect URI registered there. The granted access itself is still valid.',
    },
    redirect: {
      message:
        '{target} redirected the request to another address{status}. Stepkey does not follow redirects, to protect the key.',
      advice: 'Enter the final address.',
    },
    server_error: {
      message: '{target} reported a server error{status}. The verification is inconclusive.',
      advice: 'Try again later.',
    },
    web_page: {
      message: '{target} answered with a web page instead of data, for example of a sign-in page or a proxy.',
      advice: 'Check that this is the address of the API.',
    },
    not_found: {
      message: '{target} found nothing at this address{status}.',
      advice: 'Check every field that is part of the address, such as the account, the site or the path.',
    },
    too_large: {
      message: 'The response of {target} is larger than Stepkey reads in a verification.',
      advice: 'Choose a path with a shorter response.',
    },
    not_this_protocol: {
      message: 'The server at {target} does not speak the expected protocol.',
      advice: 'Check the port.',
    },
    login_not_offered: {
      message: '{target} does not offer this way to sign in.',
      advice:
        'Check the port, the encryption and the sign-in method. Many servers offer sign-in only on encrypted connections.',
    },
    login_not_needed: {
      message: '{target} requires no login, so this login was not checked.',
      advice:
        'Ask an administrator of the target to require logins. If the form allows it, leave the password empty.',
    },
    refused_request: {
      message: '{target} did not accept the request{status}.',
      advice: 'Check the address and every field.',
    },
    wrong_account: {
      message: '{target} has no account at this address{status}.',
      advice: 'Check the name of your site or account in the address.',
    },
    wrong_region: {
      message: '{target} reports that the credential belongs to another region{status}.',
      advice: 'Choose the region in which the account was created.',
    },
    wrong_clock: {
      message: '{target} rejected the request because the clock of this Stepkey server is wrong.',
      advice: 'Ask the operator of Stepkey to set the clock.',
    },
    wrong_dns_records: {
      message: 'The DNS records of {target} are not those of a MongoDB cluster, or lead to another domain.',
      advice: 'Ask the administrator of the cluster to check its SRV and TXT records.',
    },
    wrong_replica_set: {
      message: '{target} accepted the login, but is not a member of this replica set.',
      advice: 'Check the name of the replica set: rs.status() shows it.',
    },
    proves_nothing: {
      message: '{target} answers the same at this address without a valid key, so the key was not verified.',
      advice: 'Choose a test path that requires a valid key.',
    },
    control_inconclusive: {
      message:
        '{target} accepted the credential, but Stepkey could not determine whether it checks it at all.',
      advice: 'Try again in a minute. If that does not help, choose an address that requires the credential.',
    },
    cancelled: {
      message: 'The verification was cancelled.',
    },
    other: {
      message: '{target} gave a response that this component does not expect{status}.',
      advice: 'Check every field. If they are right, the API may have changed or have a fault.',
    },
  },
  theTarget: 'The target',
} as const
