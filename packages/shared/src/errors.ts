import { z } from 'zod'
import { ObjectId, Time, Url } from './inputs.ts'

/**
 * The codes of errors in API responses. Expected outcomes are values of a response and have no error code.
 */
export const ERROR_CODES = [
  'invalid_input',
  /** The body, or the input in the query, is not JSON. */
  'invalid_json',
  /** The address does not accept this HTTP method. */
  'method_not_allowed',
  /** The request was not received in time. */
  'request_timeout',
  'body_too_large',
  'unsupported_media_type',
  'unauthorized',
  'forbidden',
  /** The Host header does not name this installation. */
  'unknown_host',
  /** A page of another site sent the request, or could have sent it. */
  'cross_site',
  /** The connect token belongs to the embed of another origin. */
  'wrong_origin',
  'connect_token_required',
  'sign_up_disabled',
  'invitation_required',
  /** The OAuth app belongs to the installation, not to the workspace. */
  'shared_oauth_app',
  /** Re-authentication is required: call `accounts.confirmPassword`, then repeat the call. */
  'password_needed',
  /** Another request changed the object at the same time. The same request can succeed. */
  'conflict',
  /** The object was changed since the version that the change is based on. */
  'version_outdated',
  /** An earlier request with the same Idempotency-Key is still running. */
  'in_progress',
  /** The Idempotency-Key was sent with another request before. */
  'idempotency_key_reused',
  /** The object that was created with this Idempotency-Key was deleted. */
  'created_object_deleted',
  /** Credentials are issued only to active flows. */
  'flow_inactive',
  /** Issuing pauses, because the target refused the credential of the step. The error has `retryAfter`. */
  'paused',
  /** The credential of the step is failing, and only a repair helps. */
  'credential_failing',
  'credential_frozen',
  /** A user must connect the credential again. */
  'reconnect_needed',
  /** The provider issued no access token. */
  'token_unavailable',
  /** The owner has several credentials that fit the step. The error has `credentials`. */
  'ambiguous',
  /** The credential has no grant. */
  'no_grant',
  /** The consent was already used for a credential. */
  'consent_used',
  /** The OAuth app of the credential was deleted. */
  'oauth_app_deleted',
  /** The webhook is disabled. */
  'webhook_disabled',
  /** The workspace has as many objects of this kind as it may have. */
  'limit_reached',
  /** A personal workspace can't be renamed, shared, transferred, left or deleted. */
  'personal_workspace',
  /** Only the owner can do this. */
  'owner_required',
  /** The member already owns the organization. */
  'already_owner',
  /** The owner must transfer the organization first. */
  'owner_protected',
  /** Members can't change their own role. */
  'own_role',
  'not_found',
  /** The owner has no credential that fits the step. The error has `connectLink`, if the owner can connect one by a link. */
  'not_connected',
  /** The API has no route or procedure at this address. */
  'unknown_route',
  /** The workspace does not exist, or the caller is not a member. */
  'unknown_workspace',
  'too_many_requests',
  /** All attempts with the link of a credential request are used up. */
  'attempts_used_up',
  'unavailable',
  'internal',
] as const
/** One error code of the API. */
export const ErrorCode = z
  .enum(ERROR_CODES)
  .describe('The code of an error, for programs. `/docs/problems` describes each.')
/** One error code of the API. */
export type ErrorCode = z.infer<typeof ErrorCode>

/** The codes of wrong fields that every operation can return. */
export const COMMON_FIELD_CODES = ['required', 'unknown_member', 'invalid'] as const

/** The codes of wrong fields: what is wrong with a value, for programs. `invalid` if no other code fits. */
export const FIELD_CODES = [
  ...COMMON_FIELD_CODES,
  /** Another object of the workspace has this name. */
  'name_taken',
  'email_taken',
  /** The current password is wrong. */
  'wrong_password',
  /** Attackers try this password first. */
  'common_password',
  'unknown_component',
  'unknown_method',
  'unknown_step',
  /** The step is bound to the owner’s credential, so the owner must be named. */
  'owner_needed',
  /** The step is bound to the owner’s credential, so it can't be bound to one. */
  'bound_to_owner',
  /** The step is of another component than the credential. */
  'wrong_component',
  /** The step requires scopes that were not granted. */
  'missing_scopes',
  /** The component has no OAuth app yet. */
  'oauth_app_missing',
  /** Stepkey can't revoke keys of the method at the provider. */
  'not_revocable',
  /** Steps get the same key from other values, so it is not revoked. */
  'key_in_use',
  /** The provider refuses the client ID or the client secret. */
  'client_refused',
  /** The redirect URI does not forward to Stepkey. */
  'redirect_not_forwarded',
  /** The stored grant is not valid for the new values: a user must connect again. */
  'consent_needed',
  /** The consent has expired or was already used. */
  'consent_expired',
  /** The consent was given for another credential, method or values. */
  'consent_mismatch',
  /** The destination changes, so the secret must be sent again. */
  'secret_needed',
  /** The operator does not allow this address. */
  'address_blocked',
] as const
/** What is wrong with one input field, for programs. */
export type FieldCode = (typeof FIELD_CODES)[number]

/** The maximum number of credentials that the error `ambiguous` names. */
export const AMBIGUOUS_LIMIT = 10

/** The further members of errors, by which programs can act. */
export const ErrorMembers = z
  .object({
    credentials: z
      .array(
        z
          .object({
            id: ObjectId.describe('The id of the credential.'),
            name: z.string().describe('The name of the credential.'),
            identity: z
              .string()
              .nullable()
              .describe('The account that the credential belongs to. Null if unknown.'),
          })
          .describe('A credential of the owner that fits the step.'),
      )
      .optional()
      .describe('The credentials that fit the step, at most 10. For the code `ambiguous`.'),
    connectLink: Url.optional().describe(
      'A page on which the owner connects a credential that fits the step (`not_connected`), or its credential again (`reconnect_needed`, `credential_failing` and `paused`). For steps that are bound to the owner’s credential; absent if a link can’t help.',
    ),
    linkExpiresAt: Time.optional().describe('When the connect link ends, as ISO 8601 UTC time.'),
  })
  .describe('The further members of an error.')
/** The further members of errors, by which programs can act. */
export type ErrorMembers = z.infer<typeof ErrorMembers>

/** A validation error of one input field. */
export const FieldError = z
  .object({
    path: z
      .string()
      .describe(
        'Dotted path of the field, for example `server.host`. Empty if the error concerns the whole input.',
      ),
    code: z.enum(FIELD_CODES).describe('What is wrong with the field, for programs.'),
    message: z
      .string()
      .describe('One sentence for the user: what is wrong with the field. Never repeats the value.'),
  })
  .describe('A validation error of one input field.')
/** A validation error of one input field. */
export type FieldError = z.infer<typeof FieldError>
/** What a form shows about one input field. */
export type FieldMessage = Pick<FieldError, 'path' | 'message'>
