import type { Finding } from './verification.ts'

/** The sentence and the advice for a finding. */
export function describeFinding(finding: Finding): { message: string; advice?: string } {
  const target = finding.target ?? 'The target'
  const status = finding.httpStatus ? ` (${finding.httpStatus})` : ''
  switch (finding.outcome) {
    case 'verified':
      return {
        message: finding.identity
          ? `${target} accepted it as ${finding.identity}.`
          : `${target} accepted it.`,
      }
    case 'limited':
      return {
        message: `${target} accepted it, but it may not do what the check asked${status}.`,
        advice: 'It can be saved. If a flow needs more, give it more permissions where it was made.',
      }
    case 'untestable':
      return { message: `Not tested: ${finding.untestable ?? 'this component has no check'}` }
    case 'rejected':
      return describeRejected(finding, target, status)
    case 'unreachable':
      return describeUnreachable(finding, target)
    case 'timeout':
      return {
        message: `${target} did not answer within 10 seconds.`,
        advice: 'Check the address and whether a firewall is in the way, or try again in a moment.',
      }
    case 'tls':
      return describeTls(finding, target)
    case 'blocked':
      return {
        message: `${target} is an address inside a private network, and this Stepkey may not call it.`,
        advice: 'If it should, ask whoever runs Stepkey to add the address to EGRESS_ALLOW.',
      }
    case 'rate_limited':
      return {
        message: `${target} is limiting requests right now${status}, so nothing was learnt.`,
        advice: 'Wait a minute, then try again.',
      }
    case 'unexpected':
      return describeUnexpected(finding, target, status)
  }
}

function describeRejected({ reason }: Finding, target: string, status: string) {
  switch (reason) {
    case 'anonymous':
      return {
        message: `${target} did not recognise it and treated the request as anonymous.`,
        advice: 'Check the e-mail address and the token, and that token access is switched on.',
      }
    case 'bad_login':
      return {
        message: `${target} refused the user name or the password.`,
        advice: 'Check both; passwords are case-sensitive.',
      }
    case 'key_or_region':
      return {
        message: `${target} refused the key${status}.`,
        advice:
          'Copy it again, all of it. Keys of another region or site are refused in the same way: check that choice, too.',
      }
    case 'account_locked':
      return {
        message: `${target} has locked this user.`,
        advice: 'Whoever runs it can unlock the user. More attempts may prolong it.',
      }
    case 'password_expired':
      return { message: `${target} says that the password has expired.`, advice: 'Set a new one there.' }
    case 'login_expired':
      return {
        message: `${target} says that this login has expired.`,
        advice: 'Ask whoever runs it for a new one.',
      }
    case 'unusable_key':
      return {
        message: 'The key that was entered has a typing mistake, or is not whole.',
        advice: 'Copy it again, all of it.',
      }
    case 'login_needed':
      return { message: `${target} asks for a password.`, advice: 'Enter user and password.' }
    case 'client_certificate':
      return {
        message: `${target} asks for a client certificate, and did not accept what it got.`,
        advice: 'Enter the certificate and the private key that were made for this user.',
      }
    case 'no_permission':
      return {
        message: `${target} knows the user, but does not let it in.`,
        advice: 'Ask for the right to connect, or check which network addresses are admitted.',
      }
    case 'no_such_database':
      return { message: `${target} has no database of that name.`, advice: 'Check the database’s name.' }
    case 'no_such_vhost':
      return { message: `${target} has no virtual host of that name.`, advice: 'Check the virtual host.' }
    case 'no_such_bucket':
      return { message: `${target} has no bucket of that name.`, advice: 'Check the bucket and the region.' }
    case 'no_such_entry':
      return {
        message: `${target} accepted the login, but shows it no entry of that name.`,
        advice: 'Check the base DN, and that this user may see it.',
      }
    case 'not_connected':
      return { message: 'This is not connected yet.', advice: 'Connect it in the browser.' }
    case 'disconnected':
      return {
        message: 'Somebody disconnected it here, so there is no access any more.',
        advice: 'Connect it again. It stays the same credential, so no flow needs to change.',
      }
    case 'grant_revoked':
      return {
        message: `${target} has taken back the access that was granted, or it has run out.`,
        advice: 'Connect it again. It stays the same credential, so no flow needs to change.',
      }
    case 'grant_expired':
      return {
        message: 'The access that was granted has run out, and can’t be renewed without a person.',
        advice: 'Connect it again. It stays the same credential, so no flow needs to change.',
      }
    case 'refresh_interrupted':
      return {
        message: `Stepkey was cut off while ${target} renewed the access: the new token never arrived.`,
        advice: 'Connect it again. It stays the same credential, so no flow needs to change.',
      }
    case 'key_not_admitted':
      return {
        message: `${target} does not admit this user with this key.`,
        advice: 'Check the user name, and that the public half of the key is stored there for this user.',
      }
    default:
      return {
        message: `${target} refused the key${status}.`,
        advice: 'Copy it again, all of it, and check that it was not revoked and has not expired.',
      }
  }
}

function describeUnreachable({ reason }: Finding, target: string) {
  switch (reason) {
    case 'name_not_found':
      return {
        message: `There is no server named ${target}.`,
        advice:
          'Check the address for typing mistakes. If it is right, ask whoever runs Stepkey whether it can look up names.',
      }
    case 'connection_refused':
      return {
        message: `Nothing answers at ${target}: the connection was refused.`,
        advice: 'Check address and port, and that the server is running.',
      }
    case 'too_many_connections':
      return { message: `${target} has no free connections.`, advice: 'Try again in a moment.' }
    default:
      return {
        message: `The connection to ${target} was lost before it answered.`,
        advice: 'Check address and port, and try again.',
      }
  }
}

function describeTls({ reason }: Finding, target: string) {
  switch (reason) {
    case 'certificate_expired':
      return { message: `The certificate of ${target} has expired.`, advice: 'Its owner has to renew it.' }
    case 'certificate_name':
      return {
        message: `The certificate of ${target} is made out to another name.`,
        advice: 'Use the host name that the certificate is for.',
      }
    case 'tls_not_offered':
      return {
        message: `${target} does not offer an encrypted connection.`,
        advice: 'Check the port, or choose another encryption if you trust the network in between.',
      }
    case 'own_certificate':
      return {
        message: 'A certificate or private key that you entered can’t be used.',
        advice:
          'Paste each of them whole, and check that they belong together. A key with a passphrase needs the right one; where the form asks for none, use a key without.',
      }
    case 'host_key':
      return {
        message: `${target} has another host key than the one entered here.`,
        advice:
          'Ask whoever runs it for the fingerprint. If nobody changed it, somebody may stand in between.',
      }
    case 'certificate_untrusted':
      return {
        message: `The certificate of ${target} is not signed by anybody Stepkey trusts.`,
        advice: 'Use a certificate from a public authority, or give your own where the form asks for one.',
      }
    default:
      return {
        message: `No secure connection to ${target} could be made.`,
        advice: 'Check the address and the port: a server without TLS there gives the same answer.',
      }
  }
}

function describeUnexpected({ reason }: Finding, target: string, status: string) {
  switch (reason) {
    case 'oauth_app':
      return {
        message: `${target} refused the OAuth app${status}: its client ID or its client secret.`,
        advice:
          'Check both, and the redirect address that is registered there. Nothing is wrong with the access itself.',
      }
    case 'redirect':
      return {
        message: `${target} sent the request on to another address${status}. Stepkey does not follow, so that no key ends up elsewhere.`,
        advice: 'Enter the final address.',
      }
    case 'server_error':
      return {
        message: `${target} has a problem of its own${status}, so nothing was learnt.`,
        advice: 'Try again later.',
      }
    case 'web_page':
      return {
        message: `${target} answered with a web page instead of data, as a sign-in page or a proxy would.`,
        advice: 'Check that the address is the one of the API.',
      }
    case 'not_found':
      return {
        message: `${target} does not know that address${status}.`,
        advice: 'Check the address and the path.',
      }
    case 'too_large':
      return {
        message: `${target} sent more than Stepkey reads in a check.`,
        advice: 'Choose a path with a short answer.',
      }
    case 'not_this_protocol':
      return {
        message: `What answers at ${target} does not speak the expected protocol.`,
        advice: 'Check the port.',
      }
    case 'login_not_offered':
      return {
        message: `${target} does not offer this way to sign in.`,
        advice:
          'Check the port, the encryption and, where there is a choice, how to sign in: many servers offer it only on encrypted connections.',
      }
    case 'login_not_needed':
      return {
        message: `${target} lets everybody in, so it did not check this login.`,
        advice:
          'Ask whoever runs it to set up logins. Where the form allows it, user and password can be left empty.',
      }
    case 'refused_request':
      return {
        message: `${target} did not understand the request${status}.`,
        advice: 'Check the address and every field.',
      }
    case 'wrong_account':
      return {
        message: `${target} knows no account at this address${status}.`,
        advice: 'Check the name of your site or account in the address.',
      }
    case 'wrong_region':
      return {
        message: `${target} says that this belongs to another region${status}.`,
        advice: 'Choose the region in which the account was made.',
      }
    case 'wrong_clock':
      return {
        message: `${target} finds that the clock of this Stepkey is wrong.`,
        advice: 'Ask whoever runs Stepkey to set the clock.',
      }
    case 'proves_nothing':
      return {
        message: `At ${target}, this address answers the same without a valid key, so it proves nothing.`,
        advice: 'Choose a test path that only answers to a valid key.',
      }
    case 'cancelled':
      return { message: 'The check was cancelled.' }
    default:
      return {
        message: `${target} answered, but not in the way this component expects${status}.`,
        advice: 'Check the address.',
      }
  }
}
