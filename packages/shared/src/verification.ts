import { z } from 'zod'

/** The outcomes of a verification, and what each allows. See the outcome table in the README. */
export const OUTCOMES = [
  'verified',
  'limited',
  'untestable',
  'rejected',
  'unreachable',
  'timeout',
  'tls',
  'blocked',
  'rate_limited',
  'unexpected',
] as const
export const Outcome = z.enum(OUTCOMES)
export type Outcome = z.infer<typeof Outcome>

/** Why, where the outcome alone leaves it open. A closed list: it is stored, and words are made from it. */
const REASONS = [
  'unauthorized',
  'anonymous',
  'bad_login',
  'login_not_offered',
  'no_permission',
  'no_such_database',
  'too_many_connections',
  'connection_refused',
  'connection_lost',
  'name_not_found',
  'certificate_expired',
  'certificate_name',
  'certificate_untrusted',
  'tls_not_offered',
  'private_address',
  'redirect',
  'not_found',
  'refused_request',
  'server_error',
  'web_page',
  'other_content',
  'too_large',
  'not_this_protocol',
  'cancelled',
] as const
export const Reason = z.enum(REASONS)
export type Reason = z.infer<typeof Reason>

/** What one verification found out. Of what the target wrote it holds the identity and the scopes alone, made harmless. */
export const Finding = z.object({
  outcome: Outcome,
  reason: Reason.optional(),
  /** The host that was asked, for example `api.github.com`. */
  target: z.string().optional(),
  httpStatus: z.int().optional(),
  /** Who the credential belongs to. */
  identity: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  expiresAt: z.string().optional(),
  /** For untestable components: why. */
  untestable: z.string().optional(),
})
export type Finding = z.infer<typeof Finding>

/** A verification as it is shown: what was found, when, how long it took, and what that means in words. */
export const Verification = Finding.extend({
  checkedAt: z.string(),
  durationMs: z.int(),
  /** One sentence: what happened. */
  message: z.string(),
  /** What to try, if something failed. */
  advice: z.string().optional(),
})
export type Verification = z.infer<typeof Verification>

/** May be saved as it is. */
export const isProof = (outcome: Outcome) =>
  outcome === 'verified' || outcome === 'limited' || outcome === 'untestable'

/** Nothing was learnt: may be saved only when the person says so. */
export const isInconclusive = (outcome: Outcome) => !isProof(outcome) && outcome !== 'rejected'

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
    case 'no_permission':
      return {
        message: `${target} knows the user, but does not let it in.`,
        advice: 'Ask for the right to connect, or check which network addresses are admitted.',
      }
    case 'no_such_database':
      return { message: `${target} has no database of that name.`, advice: 'Check the database’s name.' }
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
        advice: 'Check the address for typing mistakes.',
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
        advice: 'Check the port, or choose another security setting if you trust the network in between.',
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
        message: `${target} does not offer a way to sign in that Stepkey knows.`,
        advice:
          'Check the port and the security setting: many servers offer sign-in only on encrypted connections.',
      }
    case 'refused_request':
      return {
        message: `${target} did not understand the request${status}.`,
        advice: 'Check the address and every field.',
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
