import { type EmbedEvent, StartMessage } from '@stepkey/shared/embed-messages'

/** The page around this one. */
export interface HostPage {
  tell(event: EmbedEvent): void
  /** @returns what stops listening */
  listen(onStart: (message: StartMessage) => void): () => void
}

/**
 * The page around this frame, as long as it is of the one origin that the server says: whatever comes from anywhere else
 * is not even answered. Undefined where there is none.
 */
export function hostPageOf(frame: Window, origin: string): HostPage | undefined {
  if (origin === '' || frame.parent === frame) return undefined
  const tell = (event: EmbedEvent) => frame.parent.postMessage(event, origin)
  return {
    tell,
    listen(onStart) {
      function hear(event: MessageEvent<unknown>) {
        if (event.source !== frame.parent || event.origin !== origin) return
        // Tools of developers speak to every frame.
        if ((event.data as { type?: unknown } | null)?.type !== 'stepkey:start') return
        const message = StartMessage.safeParse(event.data)
        if (message.success) return onStart(message.data)
        // Which input, and what is wrong with it; never the token.
        const [issue] = message.error.issues
        tell({ type: 'stepkey:refused', message: `${issue?.path.join('.') ?? ''}: ${issue?.message}` })
      }
      frame.addEventListener('message', hear)
      return () => frame.removeEventListener('message', hear)
    },
  }
}
