import type { Finding } from './verification.ts'

/** Returns the message that explains a finding, and the advice on what to do next, if there is any. */
export function describeFinding(finding: Finding): { message: string; advice?: string } {
  const target = finding.target ?? 'The target'
  const status = finding.httpStatus ? ` (${finding.httpStatus})` : ''
  switch (finding.outcome) {
    case 'verified':
      return {
        message: finding.identity
          ? `${target} accepted the credential as ${finding.identity}.`
          : `${target} accepted the credential.`,
      }
    case 'limited':
      return {
        message: `${target} accepted the credential, but it has no permission for the verification request${status}.`,
        advice: 'You can save it. If a flow needs more permissions, grant them at the provider.',
      }
    case 'untestable':
      return { message: `Not tested: ${finding.untestable ?? 'this component has no verification request'}` }
    case 'rejected':
      return describeRejected(finding, target, status)
    case 'unreachable':
      return describeUnreachable(finding, target)
    case 'timeout':
      return {
        message: `${target} did not answer within 10 seconds.`,
        advice: 'Check the address and any firewall in between, or try again later.',
      }
    case 'tls':
      return describeTls(finding, target)
    case 'blocked':
      return {
        message: `${target} is an address in a private network. This Stepkey installation must not call it.`,
        advice: 'To allow it, ask the operator of Stepkey to add the address to EGRESS_ALLOW.',
      }
    case 'rate_limited':
      return {
        message: `${target} is limiting requests${status}. The verification is inconclusive.`,
        advice: 'Wait a minute, then try again.',
      }
    case 'unexpected':
      return describeUnexpected(finding, target, status)
  }
}

const RECONNECT = 'Connect it again. The credential stays the same, so no flow needs to change.'

function describeRejected({ reason }: Finding, target: string, status: string) {
  switch (reason) {
    case 'anonymous':
      return {
        message: `${target} ignored the credential and treated the request as anonymous.`,
        advice: 'Check the e-mail address and the token, and that token access is enabled.',
      }
    case 'bad_login':
      return {
        message: `${target} rejected the user name or the password.`,
        advice: 'Check both. Passwords are case-sensitive.',
      }
    case 'key_or_region':
      return {
        message: `${target} rejected the credential${status}.`,
        advice:
          'Copy its values again completely. Also check the region or site: credentials of another one are rejected, too.',
      }
    case 'account_locked':
      return {
        message: `${target} has locked this user.`,
        advice: 'Ask an administrator of the target to unlock the user. More attempts may extend the lock.',
      }
    case 'password_expired':
      return { message: `The password has expired at ${target}.`, advice: 'Set a new password there.' }
    case 'login_expired':
      return {
        message: `This login has expired at ${target}.`,
        advice: 'Ask an administrator of the target for a new login.',
      }
    case 'unusable_key':
      return {
        message: 'The key is incomplete or contains a typing error.',
        advice: 'Copy the whole key again.',
      }
    case 'wrong_passphrase':
      return {
        message: 'The passphrase does not open the private key.',
        advice: 'Enter the passphrase that protects this key. It is not the password of the user.',
      }
    case 'login_needed':
      return { message: `${target} requires a password.`, advice: 'Enter user and password.' }
    case 'client_certificate':
      return {
        message: `${target} requires a client certificate and rejected the one it received.`,
        advice: 'Enter the certificate and the private key that were issued for this user.',
      }
    case 'encryption_needed':
      return {
        message: `${target} does not admit this login over an unencrypted connection.`,
        advice: 'Choose another encryption than “None”.',
      }
    case 'app_password_needed':
      return {
        message: `${target} does not accept the password of the account from applications.`,
        advice: 'Create an app password in the security settings of the account, and enter that.',
      }
    case 'sign_in_disabled':
      return {
        message: `${target} has disabled this user or this way to sign in.`,
        advice: 'Ask an administrator of the target to enable it, or use another method.',
      }
    case 'address_not_admitted':
      return {
        message: `${target} does not admit the network address of Stepkey for this login.`,
        advice: 'Ask an administrator of the target to allow the address of this Stepkey installation.',
      }
    case 'no_such_tenant':
      return {
        message: `${target} knows no project or tenant of that name, or no such user in it.`,
        advice: 'Copy host, user and database again from the connection details of the provider.',
      }
    case 'no_permission':
      return {
        message: `${target} knows this user but does not allow it to connect.`,
        advice: 'Ask for the permission to connect, or check which network addresses are allowed.',
      }
    case 'no_such_database':
      return { message: `${target} has no database of that name.`, advice: 'Check the database name.' }
    case 'no_such_vhost':
      return { message: `${target} has no virtual host of that name.`, advice: 'Check the virtual host.' }
    case 'no_such_bucket':
      return { message: `${target} has no bucket of that name.`, advice: 'Check the bucket and the region.' }
    case 'no_such_entry':
      return {
        message: `${target} accepted the login, but this user sees no entry of that name.`,
        advice: 'Check the base DN, and that this user is allowed to read it.',
      }
    case 'not_connected':
      return { message: 'This credential is not connected yet.', advice: 'Connect it in the browser.' }
    case 'disconnected':
      return { message: 'This credential was disconnected in Stepkey.', advice: RECONNECT }
    case 'grant_revoked':
      return { message: `The access granted at ${target} was revoked or has expired.`, advice: RECONNECT }
    case 'grant_expired':
      return {
        message: 'The granted access has expired and can’t be refreshed automatically.',
        advice: RECONNECT,
      }
    case 'refresh_interrupted':
      return {
        message: `Stepkey was interrupted while refreshing the access at ${target}, and the new token was lost.`,
        advice: RECONNECT,
      }
    case 'oauth_app':
      return oauthAppRejected(target, status)
    case 'grant_not_allowed':
      return {
        message: `${target} does not allow this client to request tokens in this way${status}.`,
        advice: 'At the provider, enable the grant type for this client, or use a client of the right kind.',
      }
    case 'scope_refused':
      return {
        message: `${target} refused a scope or the audience${status}. It did not reject the client.`,
        advice: 'Check the scopes and the audience, and that this client may request them.',
      }
    case 'key_not_admitted':
      return {
        message: `${target} does not accept this key for this user.`,
        advice: 'Check the user name, and that the public key is installed there for this user.',
      }
    default:
      return {
        message: `${target} rejected the credential${status}.`,
        advice: 'Copy its values again completely, and check that it has not been revoked or expired.',
      }
  }
}

const oauthAppRejected = (target: string, status: string) => ({
  message: `${target} rejected the client ID or the client secret of the OAuth app${status}.`,
  advice: 'Check both, and the redirect URI registered there. The granted access itself is still valid.',
})

function describeUnreachable({ reason }: Finding, target: string) {
  switch (reason) {
    case 'name_not_found':
      return {
        message: `There is no server named ${target}.`,
        advice:
          'If you entered the address, check it. If it is right, ask the operator of Stepkey to check its name resolution (DNS).',
      }
    case 'no_srv_record':
      return {
        message: `DNS has no SRV record for a cluster named ${target}.`,
        advice:
          'Copy the host name from the mongodb+srv:// string. For single servers, use the other method.',
      }
    case 'connection_refused':
      return {
        message: `${target} refused the connection.`,
        advice: 'Check the address and the port, and that the server is running.',
      }
    case 'proxy_refused':
      return {
        message: `The outbound proxy opened no connection to ${target}.`,
        advice:
          'Check the address. If it is right, ask the operator of Stepkey to allow it and its port in the proxy, or to name it in NO_PROXY.',
      }
    case 'tunnel_failed':
      return {
        message: `The SSH server could not connect to ${target}.`,
        advice: 'Enter the address and the port by which the SSH server reaches the target.',
      }
    case 'tunnel_refused':
      return {
        message: `The SSH server does not permit connections to ${target}.`,
        advice: 'Ask its administrator to permit TCP forwarding to this address for the user.',
      }
    case 'too_many_connections':
      return { message: `${target} has no free connections.`, advice: 'Try again later.' }
    default:
      return {
        message: `${target} closed the connection before it answered.`,
        advice: 'Check the address and the port, then try again.',
      }
  }
}

function describeTls({ reason }: Finding, target: string) {
  switch (reason) {
    case 'certificate_expired':
      return {
        message: `The certificate of ${target} has expired.`,
        advice: 'Ask an administrator of the target to renew it.',
      }
    case 'certificate_name':
      return {
        message: `The certificate of ${target} was issued for another host name.`,
        advice: 'Use the host name that the certificate was issued for.',
      }
    case 'tls_not_offered':
      return {
        message: `${target} does not offer an encrypted connection.`,
        advice: 'Check the port. If you trust the network, you can choose another encryption.',
      }
    case 'own_certificate':
      return {
        message: 'The certificate or private key that you entered can’t be used.',
        advice:
          'Paste both completely and check that they match. A key with a passphrase works only where the form has a field for it.',
      }
    case 'host_key':
      return {
        message: `The host key of ${target} differs from the one that you entered.`,
        advice:
          'Ask an administrator of the target for the fingerprint. If the key was not changed, this may be a man-in-the-middle attack.',
      }
    case 'certificate_untrusted':
      return {
        message: `The certificate of ${target} is not signed by a trusted certificate authority.`,
        advice:
          'Use a certificate of a public authority, or enter your own authority if the form has a field for it.',
      }
    default:
      return {
        message: `No secure connection to ${target} could be established.`,
        advice: 'Check the address and the port. The server may not use TLS on this port.',
      }
  }
}

function describeUnexpected({ reason }: Finding, target: string, status: string) {
  switch (reason) {
    case 'oauth_app':
      return oauthAppRejected(target, status)
    case 'redirect':
      return {
        message: `${target} redirected the request to another address${status}. Stepkey does not follow redirects, to protect the key.`,
        advice: 'Enter the final address.',
      }
    case 'server_error':
      return {
        message: `${target} reported a server error${status}. The verification is inconclusive.`,
        advice: 'Try again later.',
      }
    case 'web_page':
      return {
        message: `${target} answered with a web page instead of data, for example of a sign-in page or a proxy.`,
        advice: 'Check that this is the address of the API.',
      }
    case 'not_found':
      return {
        message: `${target} found nothing at this address${status}.`,
        advice: 'Check every field that is part of the address, such as the account, the site or the path.',
      }
    case 'too_large':
      return {
        message: `The response of ${target} is larger than Stepkey reads in a verification.`,
        advice: 'Choose a path with a shorter response.',
      }
    case 'not_this_protocol':
      return {
        message: `The server at ${target} does not speak the expected protocol.`,
        advice: 'Check the port.',
      }
    case 'login_not_offered':
      return {
        message: `${target} does not offer this way to sign in.`,
        advice:
          'Check the port, the encryption and the sign-in method. Many servers offer sign-in only on encrypted connections.',
      }
    case 'login_not_needed':
      return {
        message: `${target} requires no login, so this login was not checked.`,
        advice:
          'Ask an administrator of the target to require logins. If the form allows it, leave the password empty.',
      }
    case 'refused_request':
      return {
        message: `${target} did not accept the request${status}.`,
        advice: 'Check the address and every field.',
      }
    case 'wrong_account':
      return {
        message: `${target} has no account at this address${status}.`,
        advice: 'Check the name of your site or account in the address.',
      }
    case 'wrong_region':
      return {
        message: `${target} reports that the credential belongs to another region${status}.`,
        advice: 'Choose the region in which the account was created.',
      }
    case 'wrong_clock':
      return {
        message: `${target} rejected the request because the clock of this Stepkey server is wrong.`,
        advice: 'Ask the operator of Stepkey to set the clock.',
      }
    case 'wrong_dns_records':
      return {
        message: `The DNS records of ${target} are not those of a MongoDB cluster, or lead to another domain.`,
        advice: 'Ask the administrator of the cluster to check its SRV and TXT records.',
      }
    case 'wrong_replica_set':
      return {
        message: `${target} accepted the login, but is not a member of this replica set.`,
        advice: 'Check the name of the replica set: rs.status() shows it.',
      }
    case 'proves_nothing':
      return {
        message: `${target} answers the same at this address without a valid key, so the key was not verified.`,
        advice: 'Choose a test path that requires a valid key.',
      }
    case 'control_inconclusive':
      return {
        message: `${target} accepted the credential, but Stepkey could not determine whether it checks it at all.`,
        advice:
          'Try again in a minute. If that does not help, choose an address that requires the credential.',
      }
    case 'cancelled':
      return { message: 'The verification was cancelled.' }
    default:
      return {
        message: `${target} gave a response that this component does not expect${status}.`,
        advice: 'Check every field. If they are right, the API may have changed or have a fault.',
      }
  }
}
