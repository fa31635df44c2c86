/** A wrong field of an input. */
export interface FieldError {
  /** The dotted path of the field: `values.token`. */
  path: string
  /** What is wrong with the field, for programs, such as `name_taken` or `required`. */
  code: string
  /** One sentence for users. */
  message: string
}

/** A credential of an owner that fits a step. */
export interface FittingCredential {
  id: string
  name: string
  /** The account that it belongs to, if Stepkey knows it. */
  identity: string | null
}

/** What an error says besides its code and its message. */
export interface ErrorDetails {
  fields?: readonly FieldError[] | undefined
  retryAfter?: number | undefined
  credentials?: readonly FittingCredential[] | undefined
  connectLink?: string | undefined
}

/** An error that Stepkey returned. `message` is a sentence for users. */
export class StepkeyError extends Error {
  /**
   * The error code of the API, such as `not_found`, `conflict` or `forbidden`. `unreachable` if there was no
   * response; `other_component` if the step is bound to another component or method than expected; `not_http`,
   * `tls_options` or `json_body_required` if `fetch` can't send a request with the credential.
   */
  readonly code: string
  /** The wrong fields of the input, for `invalid_input`. */
  readonly fields: readonly FieldError[]
  /** When the same call can succeed, in seconds from now, for codes such as `paused` and `too_many_requests`. */
  readonly retryAfter: number | undefined
  /** The credentials of the owner that fit the step, for `ambiguous`. */
  readonly credentials: readonly FittingCredential[]
  /** A page on which the owner connects a credential, for `not_connected`; undefined if a link can't do that. */
  readonly connectLink: string | undefined
  constructor(code: string, message: string, options: { cause?: unknown } & ErrorDetails = {}) {
    super(message, { cause: options.cause })
    this.name = 'StepkeyError'
    this.code = code
    this.fields = options.fields ?? []
    this.retryAfter = options.retryAfter
    this.credentials = options.credentials ?? []
    this.connectLink = options.connectLink
  }
}
