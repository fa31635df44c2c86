/** How long to wait for an answer. */
export interface CallOptions {
  /** Aborts the call. */
  signal?: AbortSignal
}

type Arguments<Input> = undefined extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions]

/** A procedure that reads. */
export interface Query<Input, Output> {
  query(...args: Arguments<Input>): Promise<Output>
}

/** A procedure that changes something, or calls a target. */
export interface Mutation<Input, Output> {
  mutate(...args: Arguments<Input>): Promise<Output>
}
