import { BSON, type Document } from 'mongodb'
import type { Peer } from './peer.ts'
import { scram } from './scram.ts'

// The part of the MongoDB wire protocol that scripted servers need:
// www.mongodb.com/docs/manual/reference/mongodb-wire-protocol.

const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013]

/** A command of the client. `answer` encodes the reply in the form of the command: the first one is an OP_QUERY. */
export interface Command {
  document: Document
  answer(document: Document): Buffer
}

export async function command(peer: Peer): Promise<Command> {
  const header = await peer.take(16)
  const [length, id, , code] = [0, 4, 8, 12].map((offset) => header.readInt32LE(offset)) as number[]
  const body = await peer.take((length ?? 16) - 16)
  // Flags, and the collection or the section type, precede the document.
  const start = code === OP_QUERY ? body.indexOf(0, 4) + 1 + 8 : 5
  return {
    document: BSON.deserialize(body.subarray(start), { promoteBuffers: true }),
    answer: (document) => message(code === OP_QUERY ? OP_REPLY : OP_MSG, id ?? 0, document),
  }
}

function message(code: number | undefined, responseTo: number, document: Document): Buffer {
  const bson = Buffer.from(BSON.serialize(document))
  const front = code === OP_MSG ? Buffer.alloc(5) : Buffer.alloc(20)
  if (code === OP_REPLY) front.writeInt32LE(1, 16)
  return framed(Buffer.concat([front, bson]), code ?? OP_MSG, responseTo)
}

export function framed(body: Buffer, code: number, responseTo = 0, length = 16 + body.length): Buffer {
  const header = Buffer.alloc(16)
  for (const [index, value] of [length, 1, responseTo, code].entries()) header.writeInt32LE(value, index * 4)
  return Buffer.concat([header, body])
}

export const refused = (code: number, errmsg = 'Authentication failed.') => ({ ok: 0, code, errmsg })

/** The reply to `hello`; `more` can name the members of a replica set. */
export const hello = (more: Document = {}) => ({
  ok: 1,
  helloOk: true,
  ismaster: true,
  maxWireVersion: 25,
  minWireVersion: 0,
  maxBsonObjectSize: 16777216,
  logicalSessionTimeoutMinutes: 30,
  saslSupportedMechs: ['SCRAM-SHA-256'],
  ...more,
})

/**
 * Acts as a server with one user, created in the database `admin`. Adds the commands that it receives to `received`.
 */
export async function serveOne(
  peer: Peer,
  user: string,
  password: string,
  greeting: Document = {},
  received: Document[] = [],
) {
  const login = scram(user, password)
  const nextCommand = async () => {
    const next = await command(peer)
    received.push(next.document)
    return next
  }
  const start = await nextCommand()
  const { payload } = start.document.speculativeAuthenticate
  const knows = start.document.speculativeAuthenticate.db === 'admin'
  peer.say(
    start.answer(
      hello({
        ...greeting,
        ...(knows && {
          speculativeAuthenticate: {
            conversationId: 1,
            done: false,
            payload: Buffer.from(login.begin(String(payload))),
          },
        }),
      }),
    ),
  )
  const proof = await nextCommand()
  const last = knows ? login.finish(String(proof.document.payload)) : undefined
  if (!last) return peer.say(proof.answer(refused(18)))
  peer.say(proof.answer({ ok: 1, conversationId: 1, done: true, payload: Buffer.from(last) }))
  const who = await nextCommand()
  peer.say(
    who.answer({
      ok: 1,
      authInfo: { authenticatedUsers: [{ user, db: 'admin' }], authenticatedUserRoles: [] },
    }),
  )
}
