/** An error that prevents Stepkey from starting. Its message tells the operator what is wrong and how to fix it. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartError'
  }
}
