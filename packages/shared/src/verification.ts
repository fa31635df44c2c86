import { z } from 'zod'
import { Time } from './inputs.ts'

/** All outcomes of a verification. docs/concepts.md has a table of what each outcome means and allows. */
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
/** The outcome of a verification. */
export const Outcome = z
  .enum(OUTCOMES)
  .describe(
    'The outcome of a verification. `verified`, `limited` and `untestable` count as proof; `rejected` means that the target refused the credential; all others are inconclusive.',
  )
/** One outcome of a verification. */
export type Outcome = z.infer<typeof Outcome>

/**
 * The reasons for an outcome. A closed list, because reasons are stored and messages are derived from them.
 */
const REASONS = [
  'unauthorized',
  /** The target ignored the credential and answered as for anyone. */
  'anonymous',
  'bad_login',
  /** The key is wrong, or it belongs to another region or site. */
  'key_or_region',
  'account_locked',
  'password_expired',
  'login_expired',
  'client_certificate',
  /** The public key is not installed for this user. */
  'key_not_admitted',
  /** The private key cannot be parsed. */
  'unusable_key',
  /** The passphrase does not open the private key, or it is missing. */
  'wrong_passphrase',
  /** The target does not offer this sign-in method. */
  'login_not_offered',
  /** The target requires a login, but there is none. */
  'login_needed',
  /** The target accepts every login, so nothing was proved. */
  'login_not_needed',
  /** The target admits this login only over an encrypted connection. */
  'encryption_needed',
  /** The target wants a password that was made for applications, not that of the account. */
  'app_password_needed',
  /** The user, the account or this way to sign in is disabled at the target. */
  'sign_in_disabled',
  /** The target does not admit the network address of Stepkey. */
  'address_not_admitted',
  'no_permission',
  'no_such_database',
  /** A pooler in front of the database knows no project, tenant or endpoint of that name. */
  'no_such_tenant',
  'no_such_vhost',
  'no_such_bucket',
  'no_such_entry',
  'too_many_connections',
  'connection_refused',
  'connection_lost',
  /** The outbound proxy did not open a connection to the target. */
  'proxy_refused',
  /** The SSH server could not connect to the target. */
  'tunnel_failed',
  /** The SSH server permits no connection to the target. */
  'tunnel_refused',
  'name_not_found',
  /** DNS has no SRV record for the name of a cluster. */
  'no_srv_record',
  'certificate_expired',
  'certificate_name',
  'certificate_untrusted',
  'tls_not_offered',
  /** The certificate or private key that the user entered cannot be used. */
  'own_certificate',
  /** The host key of the target differs from the one that the user entered. */
  'host_key',
  'private_address',
  /** The component may not send requests to this host. */
  'host_not_allowed',
  'redirect',
  'not_found',
  'refused_request',
  'server_error',
  'web_page',
  /** The response is not what the component expects. */
  'other_content',
  'wrong_account',
  'wrong_region',
  'wrong_clock',
  /** The DNS records of a cluster are not allowed, such as an SRV record that leads to another domain. */
  'wrong_dns_records',
  /** The server is a member of another replica set, or of none. */
  'wrong_replica_set',
  /** The target answers the same with an altered secret, so nothing was proved. */
  'proves_nothing',
  /** The answer to an altered secret was inconclusive, so nothing was proved. */
  'control_inconclusive',
  /** The provider does not allow this client to request tokens in this way. */
  'grant_not_allowed',
  /** The provider refused a requested scope or audience. */
  'scope_refused',
  /** The credential has no grant yet. */
  'not_connected',
  'disconnected',
  'grant_revoked',
  'grant_expired',
  'refresh_interrupted',
  /** The provider rejected the client ID or secret of the OAuth app. */
  'oauth_app',
  'too_large',
  'not_this_protocol',
  'cancelled',
] as const
/** The reason for an outcome, if the outcome alone is ambiguous. */
export const Reason = z
  .enum(REASONS)
  .describe('The reason for the outcome, if the outcome alone is ambiguous.')
/** One reason for an outcome. */
export type Reason = z.infer<typeof Reason>

/**
 * The result of one verification. Of the target's response it holds only the identity, the scopes and the
 * expiry, with identity and scopes sanitized.
 */
export const Finding = z
  .object({
    outcome: Outcome.describe('The outcome of the verification.'),
    reason: Reason.optional().describe('The reason for the outcome, if the outcome alone is ambiguous.'),
    target: z
      .string()
      .optional()
      .describe('The host that the request was sent to, for example `api.github.com`.'),
    httpStatus: z
      .int()
      .optional()
      .describe('The HTTP status code of the response, for targets that use HTTP.'),
    identity: z
      .string()
      .optional()
      .describe('The account that the credential belongs to, as the target reports it.'),
    scopes: z.array(z.string()).optional().describe('The scopes that the target reports for the credential.'),
    expiresAt: Time.optional().describe(
      'When the credential expires: the earliest time that the target reports, or that a JWT or a certificate in it contains. ISO 8601 UTC time.',
    ),
    untestable: z
      .string()
      .optional()
      .describe('Why the credential cannot be tested. Present if the outcome is `untestable`.'),
  })
  .describe('The result of one verification.')
/** The result of one verification. */
export type Finding = z.infer<typeof Finding>

/** The result of one verification with its time, its duration, and a message for the user. */
export const Verification = Finding.extend({
  checkedAt: Time.describe('When the verification ran, as ISO 8601 UTC time.'),
  durationMs: z.int().describe('How long the verification took, in milliseconds.'),
  message: z.string().describe('One sentence for the user that explains the outcome.'),
  advice: z.string().optional().describe('Advice on what the user can do next. Absent if there is none.'),
}).describe('The result of one verification, with its time, its duration and a message for the user.')
/** The result of one verification, as the API returns it. */
export type Verification = z.infer<typeof Verification>

/** Returns whether an outcome proves enough to save the credential without a confirmation. */
export const isProof = (outcome: Outcome) =>
  outcome === 'verified' || outcome === 'limited' || outcome === 'untestable'

/** Returns whether an outcome is inconclusive: the credential is saved only if the user confirms it. */
export const isInconclusive = (outcome: Outcome) => !isProof(outcome) && outcome !== 'rejected'
