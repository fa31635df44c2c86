import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMailbox } from './mail-server.ts'

/** A message as it arrived, in a mail or in a chat. */
export interface ArrivedMessage {
  /** The Message-ID, or the id that Stepkey sends to chats. Attempts share it. */
  id: string
  /** The recipient of the mail, or the path of the channel. */
  to: string
  text: string
}

/** A mail server, and a server that is a chat below `/chat/` and otherwise a provider. */
export interface NoticeReceivers {
  smtpPort: number
  httpPort: number
  /** All messages, in the order of their arrival, with those that arrived several times. */
  arrived(): ArrivedMessage[]
  /** Whether the provider accepts every token, or rejects every token. */
  accepts: boolean
  close(): Promise<void>
}

/**
 * Starts the servers. The HTTP server listens on all loopback addresses, which are as many providers.
 * @param onArrival called with every message, before it is accepted
 */
export async function createNoticeReceivers(onArrival: () => void): Promise<NoticeReceivers> {
  const mailbox = await createMailbox({ onLetter: onArrival })
  const posted: ArrivedMessage[] = []
  const listener: RequestListener = async (request, response) => {
    const { url = '', headers } = request
    if (!url.startsWith('/chat/')) {
      const isAccepted = receivers.accepts && headers.authorization?.includes('secret-')
      response.writeHead(isAccepted ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
      return
    }
    let text = ''
    try {
      for await (const chunk of request) text += chunk
    } catch {
      // The process was killed while it sent the request.
      return
    }
    posted.push({ id: String(headers['stepkey-message-id']), to: url, text })
    onArrival()
    response.end('ok')
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const receivers: NoticeReceivers = {
    smtpPort: mailbox.port,
    httpPort: (server.address() as AddressInfo).port,
    accepts: true,
    arrived: () =>
      [
        ...mailbox.letters.map(({ headers, to, text }) => ({
          id: headers['message-id'] ?? '',
          to: to.join(),
          text: `${headers.subject}\n${text}`,
        })),
        ...posted,
        // Every process of a test has its own port, and so its own links.
      ].map((message) => ({ ...message, text: message.text.replace(/localhost:\d+/g, 'localhost') })),
    async close() {
      await mailbox.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receivers
}
