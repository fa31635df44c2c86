import { type EmbedEvent, StartMessage } from '@stepkey/shared/embed-messages'

/** The page that embeds this frame. */
export interface HostPage {
  send(event: EmbedEvent): void
  /** @returns a function that stops listening */
  listen(onStart: (message: StartMessage) => void): () => void
}

/**
 * Returns the host page of this frame, or undefined if there is none. Messages go to and come from the registered origin
 * only; messages of other origins are ignored without an answer.
 */
export function hostPageOf(frame: Window, origin: string): HostPage | undefined {
  if (origin === '' || frame.parent === frame) return undefined
  const send = (event: EmbedEvent) => frame.parent.postMessage(event, origin)
  return {
    send,
    listen(onStart) {
      function onMessage(event: MessageEvent<unknown>) {
        if (event.source !== frame.parent || event.origin !== origin) return
        // Browser extensions and developer tools post messages to every frame.
        if ((event.data as { type?: unknown } | null)?.type !== 'stepkey:start') return
        const message = StartMessage.safeParse(event.data)
        if (message.success) return onStart(message.data)
        // Contains the field and the error, never the token.
        const [issue] = message.error.issues
        send({ type: 'stepkey:refused', message: `${issue?.path.join('.') ?? ''}: ${issue?.message}` })
      }
      frame.addEventListener('message', onMessage)
      return () => frame.removeEventListener('message', onMessage)
    },
  }
}
