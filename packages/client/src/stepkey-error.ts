/** A wrong field of an input. */
export interface FieldError {
  /** The dotted path of the field: `values.token`. */
  path: string
  /** What is wrong with the field, for programs, such as `name_taken` or `required`. */
  code: string
  /** One sentence for users. */
  message: string
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
  constructor(
    code: string,
    message: string,
    options: {
      cause?: unknown
      fields?: readonly FieldError[] | undefined
      retryAfter?: number | undefined
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'StepkeyError'
    this.code = code
    this.fields = options.fields ?? []
    this.retryAfter = options.retryAfter
  }
}
