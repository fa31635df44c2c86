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
  'key_or_region',
  'account_locked',
  'password_expired',
  'login_expired',
  'client_certificate',
  'key_not_admitted',
  'unusable_key',
  'login_not_offered',
  'login_needed',
  'login_not_needed',
  'no_permission',
  'no_such_database',
  'no_such_vhost',
  'no_such_bucket',
  'no_such_entry',
  'too_many_connections',
  'connection_refused',
  'connection_lost',
  'name_not_found',
  'certificate_expired',
  'certificate_name',
  'certificate_untrusted',
  'tls_not_offered',
  'own_certificate',
  'host_key',
  'private_address',
  'redirect',
  'not_found',
  'refused_request',
  'server_error',
  'web_page',
  'other_content',
  'wrong_account',
  'wrong_region',
  'wrong_clock',
  'proves_nothing',
  'not_connected',
  'disconnected',
  'grant_revoked',
  'grant_expired',
  'refresh_interrupted',
  'oauth_app',
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
