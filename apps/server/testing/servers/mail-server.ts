import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** A mail as the server received it. */
export interface Received {
  /** The envelope sender, which may differ from the headers. */
  from: string
  to: string[]
  greeting: string
  user: string | undefined
  secure: boolean
  headers: Record<string, string>
  text: string
}

/**
 * A real mail server on loopback that delivers nothing. It refuses recipients unknown@… permanently (550) and later@…
 * temporarily (450), and senders foreign@… permanently (550).
 */
export interface Mailbox {
  port: number
  letters: Received[]
  /** The user names of all sign-in attempts. */
  logins: string[]
  close(): Promise<void>
}

interface Options {
  /** The certificate. Without one, the server offers no encryption. */
  key?: string
  cert?: string
  /** Uses implicit TLS. */
  secure?: boolean
  /** The only login that may send mail; without one, no login is needed. */
  login?: { user: string; password: string }
  /** Called with every mail, before the server accepts it. */
  onLetter?(): void
}

/** Starts a mail server. */
export async function createMailbox({
  key,
  cert,
  secure = false,
  login,
  onLetter,
}: Options = {}): Promise<Mailbox> {
  const letters: Received[] = []
  const logins: string[] = []
  const refuse = (responseCode: number) => Object.assign(new Error('No s3cret here'), { responseCode })
  const server = new SMTPServer({
    ...(cert ? { key, cert, secure } : { disabledCommands: ['STARTTLS'] }),
    authOptional: !login,
    onAuth: ({ username = '', password }, _session, done) => {
      logins.push(username)
      const fits = username === login?.user && password === login?.password
      return fits ? done(null, { user: username }) : done(refuse(535))
    },
    onMailFrom: ({ address }, _session, done) =>
      done(address.startsWith('foreign@') ? refuse(550) : undefined),
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('unknown@')) return done(refuse(550))
      return done(address.startsWith('later@') ? refuse(450) : undefined)
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of stream) chunks.push(chunk)
      } catch {
        // The connection ended in the middle of the mail, so it was not received.
        return
      }
      letters.push(read(Buffer.concat(chunks).toString(), session))
      onLetter?.()
      done()
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    logins,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function read(raw: string, session: SMTPServerSession): Received {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const headers = Object.fromEntries(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => line.split(/: ?(.*)/s).slice(0, 2))
      .map(([name = '', value = '']) => [name.toLowerCase(), value]),
  )
  const { mailFrom, rcptTo } = session.envelope
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    greeting: session.hostNameAppearsAs,
    user: session.user as string | undefined,
    secure: session.secure,
    headers,
    text: decode(body.join('\r\n\r\n'), headers['content-transfer-encoding']).replaceAll('\r\n', '\n'),
  }
}

function decode(text: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString()
  if (encoding !== 'quoted-printable') return text
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
