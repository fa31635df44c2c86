import { Resolver } from 'node:dns/promises'
import { SECOND } from '../time.ts'

/** Time limit for one question to one server, in milliseconds. Each is asked twice. */
const TIMEOUT = 2 * SECOND
/** Answers that mean that there is no such name or record, in contrast to a server that does not answer. */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME'])

/**
 * Asks DNS servers, and cancels the questions when the signal aborts.
 * @param servers DNS servers such as `127.0.0.1:53`; by default those of the machine
 */
export async function askDns<T>(
  servers: string[] | undefined,
  signal: AbortSignal,
  ask: (resolver: Resolver) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  // One resolver per caller, because cancelling it cancels all its questions.
  const resolver = new Resolver({ timeout: TIMEOUT, tries: 2 })
  if (servers) resolver.setServers(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await ask(resolver)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Returns the records of the answers; none if there are none. @throws Error EAI_AGAIN if no server answers */
export async function recordsOf<R>(...questions: Promise<R[]>[]): Promise<R[]> {
  const answers = await Promise.allSettled(questions)
  const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const failure = answers.find((answer) => answer.status === 'rejected' && !ABSENT.has(answer.reason?.code))
  if (records.length > 0 || failure?.status !== 'rejected') return records
  // Not the code of the cause: ECONNREFUSED would be taken for a refusal of the host itself.
  throw Object.assign(new Error('No DNS server answers.', { cause: failure.reason }), { code: 'EAI_AGAIN' })
}

/** Finds DNS records other than addresses. Names are complete; there are none if the name has no such record. */
export interface RecordLookup {
  /** Returns the servers of a service such as `_mongodb._tcp.example.com`, as its SRV records list them. */
  srv(name: string, signal: AbortSignal): Promise<{ host: string; port: number }[]>
  /** Returns the TXT records of a name, each as one text. */
  txt(name: string, signal: AbortSignal): Promise<string[]>
}

/** Creates a lookup of records. The names in them are text of a stranger. */
export const createRecordLookup = (servers?: string[]): RecordLookup => ({
  srv: async (name, signal) => {
    const records = await askDns(servers, signal, (resolver) => recordsOf(resolver.resolveSrv(name)))
    return records.map(({ name: host, port }) => ({ host, port }))
  },
  txt: async (name, signal) => {
    const records = await askDns(servers, signal, (resolver) => recordsOf(resolver.resolveTxt(name)))
    return records.map((parts) => parts.join(''))
  },
})
