/** A wrong field of an input. */
export interface FieldError {
  /** The dotted path of the field: `values.token`. */
  path: string
  /** What is wrong with the field, for programs, such as `name_taken` or `required`. */
  code: string
  /** One sentence for users. */
  message: string
}

/** An error of a call. `message` is a sentence for users. */
export class ConnectError extends Error {
  /**
   * The error code of the API, such as `invalid_input`, `not_found` or `unauthorized` if no other token arrived in time.
   * `unreachable` if there was no response; `in_progress` if `connect` is called while it runs.
   */
  readonly code: string
  /** The wrong fields of the input, for `invalid_input`. */
  readonly fields: readonly FieldError[]
  /** When the same call can succeed, in seconds from now, for codes such as `too_many_requests`. */
  readonly retryAfter: number | undefined
  constructor(
    code: string,
    message: string,
    options: { fields?: readonly FieldError[]; retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'ConnectError'
    this.code = code
    this.fields = options.fields ?? []
    this.retryAfter = options.retryAfter
  }
}
