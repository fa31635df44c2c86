/** What keeps Stepkey from starting. The message is for the operator: it says what is wrong and how to mend it. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartError'
  }
}
